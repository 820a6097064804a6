//! nginx with the same bytes, where it is installed.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use measure::process::Server;

/// Serves the files of a folder, those that end in `.br` as what they are compressed from; `None` without nginx.
pub fn start(bytes: &Path, folder: &Path, address: SocketAddr) -> anyhow::Result<Option<Server>> {
    if Command::new("nginx").arg("-v").output().is_err() {
        return Ok(None);
    }
    let (bytes, place) = (bytes.display(), folder.display());
    let configuration = format!(
        "worker_processes 1; daemon off; pid {place}/nginx.pid; error_log {place}/nginx.log; user root;\n\
         events {{ worker_connections 256; }}\n\
         http {{ access_log off; keepalive_requests 10000000; default_type text/html; tcp_nodelay on;\n\
         client_body_temp_path {place}; proxy_temp_path {place}; fastcgi_temp_path {place}; uwsgi_temp_path {place};\n\
         scgi_temp_path {place}; open_file_cache max=100;\n\
         server {{ listen {address}; root {bytes};\n\
         location ~ [.]br$ {{ default_type text/html; add_header Content-Encoding br; }} }} }}\n"
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, configuration)?;
    Server::start(Command::new("nginx").arg("-c").arg(&file).arg("-p").arg(folder), address).map(Some)
}
