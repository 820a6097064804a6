//! The run: what is measured, in which order.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use http::StatusCode;
use measure::client::{BROWSER, Client};
use measure::process::{Cost as ProcessCost, Memory, Server, free_address};

use crate::databases::Database;
use crate::report::{Table, ms, number, ratio};
use crate::routes::{Floor, Route, routes};
use crate::{Run, nginx};

/// A route is asked for until the server has worked so long on it: the kernel counts in hundredths of a second.
const CPU_A_ROUTE: Duration = Duration::from_millis(500);

/// Or until so much time has passed.
const WALL_A_ROUTE: Duration = Duration::from_secs(4);

/// How many connections ask at once for requests a second.
const AT_ONCE: usize = 16;

/// How often the first page after a write is measured.
const WRITES: u32 = 5;

/// What a route cost.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// Processor time of the server for one request.
    cpu: Duration,
    p50: Duration,
    p99: Duration,
    /// Bytes of a body.
    bytes: usize,
}

/// Measures, and prints what was found.
pub async fn run(options: &Run) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    println!("{}", heading());
    if options.imports {
        measure_imports(options)?;
    }
    let mut growth: Vec<(u32, Vec<(&'static str, Duration)>)> = Vec::new();
    for entries in &options.entries {
        let database = Database::new(&options.folder, *entries);
        if !database.exists() {
            database.write_journals()?;
            database.import(&options.kepline)?;
        }
        println!("\n## {entries} entries");
        growth.push((*entries, measure_pages(options, &database).await?));
        measure_kept(options, &database).await?;
        measure_first(options, &database).await?;
    }
    print_growth(&growth);
    Ok(())
}

/// When and where.
fn heading() -> String {
    let model = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("an unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let day = jiff::Zoned::now().date();
    format!("Measured on {day}, {cores} cores of {model}. Times are milliseconds, CPU of the server alone.")
}

/// A running Kepline; `cache` is how many megabytes of pages it may keep.
fn serve(options: &Run, database: &Database, cache: Option<u32>) -> anyhow::Result<Server> {
    let address = free_address()?;
    let mut command = Command::new(&options.kepline);
    command.args(["serve", "--database", &database.url(), "--listen", &address.to_string()]);
    command.env("LEPTOS_SITE_ROOT", &options.site).env("KEPLINE_SYNC_EVERY", "0").env("KEPLINE_LOG", "error");
    if let Some(megabytes) = cache {
        command.env("KEPLINE_PAGE_CACHE_MB", megabytes.to_string());
    }
    Server::start(&mut command, address)
}

/// One connection asks until the figure is worth something.
async fn measure_route(server: &Server, client: &mut Client, path: &str) -> anyhow::Result<Cost> {
    for _ in 0..2 {
        let answer = client.get(path).await?;
        ensure!(
            answer.status.is_success() || answer.status == StatusCode::NOT_MODIFIED,
            "{path}: {}",
            answer.status
        );
    }
    let (begun, before) = (Instant::now(), server.cpu()?);
    let mut times = Vec::new();
    let mut bytes = 0;
    let spent = loop {
        for _ in 0..4 {
            let answer = client.get(path).await?;
            bytes = answer.body.len();
            times.push(answer.took);
        }
        let spent = server.cpu()?.saturating_sub(before);
        if spent >= CPU_A_ROUTE || begun.elapsed() >= WALL_A_ROUTE {
            break spent;
        }
    };
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    let cpu = spent / u32::try_from(times.len()).unwrap_or(u32::MAX);
    Ok(Cost { cpu, p50: at(50), p99: at(99), bytes })
}

/// Pages that are made for each request, beside their floors: the CPU of each by its name.
async fn measure_pages(options: &Run, database: &Database) -> anyhow::Result<Vec<(&'static str, Duration)>> {
    let server = serve(options, database, Some(0))?;
    let mut client = Client::connect(server.address, "identity").await?;
    let mut browser = Client::connect(server.address, BROWSER).await?;
    let idle = server.memory()?;
    let routes = routes(&mut client).await?;
    let folder = tempfile::tempdir()?;
    for (n, route) in routes.iter().enumerate() {
        std::fs::write(folder.path().join(n.to_string()), client.get(&route.path).await?.body)?;
    }
    let floor = serve_floor(database, folder.path())?;
    let mut floor_client = Client::connect(floor.address, "identity").await?;
    let mut table = Table::new(&[
        "page",
        "CPU",
        "floor",
        "page / floor",
        "one statement",
        "page / one",
        "p50",
        "p99",
        "kB",
        "kB compressed",
    ]);
    let mut costs = Vec::new();
    for (n, route) in routes.iter().enumerate() {
        let cost = measure_route(&server, &mut client, &route.path).await?;
        let compressed = browser.get(&route.path).await?.body.len();
        let one = measure_route(&floor, &mut floor_client, &format!("/one/{n}")).await?;
        let mut cells = vec![route.name.to_owned(), ms(cost.cpu)];
        match floor_path(n, route) {
            Some(path) => {
                let floor = measure_route(&floor, &mut floor_client, &path).await?;
                cells.extend([ms(floor.cpu), ratio(cost.cpu, floor.cpu)]);
            }
            None => cells.extend([String::new(), String::new()]),
        }
        cells.extend([ms(one.cpu), ratio(cost.cpu, one.cpu), ms(cost.p50), ms(cost.p99)]);
        cells.extend([number(cost.bytes as f64 / 1000.0), number(compressed as f64 / 1000.0)]);
        table.push(cells);
        costs.push((route.name, cost.cpu));
    }
    table.print("### Made for each request");
    let Memory { resident, peak } = server.memory()?;
    println!(
        "\nMemory: {} MB after the start, {} MB after all of these, {} MB at most.",
        number(idle.resident),
        number(resident),
        number(peak)
    );
    Ok(costs)
}

/// Where the floor sends the same statements.
fn floor_path(n: usize, route: &Route) -> Option<String> {
    let query = route.path.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    match route.floor {
        Floor::Timeline => Some(format!("/timeline/{n}{query}")),
        Floor::Entry => Some(format!("/entry/{n}/{}", route.path.trim_start_matches("/e/"))),
        Floor::None => None,
    }
}

fn serve_floor(database: &Database, bytes: &Path) -> anyhow::Result<Server> {
    let address = free_address()?;
    let own: PathBuf = std::env::current_exe()?;
    let mut command = Command::new(own);
    command
        .args(["floor", "--database", &database.url(), "--listen", &address.to_string(), "--bytes"])
        .arg(bytes);
    Server::start(command.stderr(Stdio::null()), address)
}

/// Pages that are kept, beside a static handler and nginx with the same bytes.
async fn measure_kept(options: &Run, database: &Database) -> anyhow::Result<()> {
    let server = serve(options, database, None)?;
    let mut client = Client::connect(server.address, "identity").await?;
    let routes = routes(&mut client).await?;
    let routes: Vec<Route> = routes.into_iter().filter(|route| KEPT.contains(&route.name)).collect();
    let folder = tempfile::tempdir()?;
    let bytes = folder.path().join("bytes");
    std::fs::create_dir(&bytes)?;
    let mut browser = Client::connect(server.address, BROWSER).await?;
    for (n, route) in routes.iter().enumerate() {
        // What is asked for again is compressed better meanwhile.
        browser.get(&route.path).await?;
        browser.get(&route.path).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        std::fs::write(bytes.join(format!("{n}.br")), browser.get(&route.path).await?.body)?;
        std::fs::write(bytes.join(n.to_string()), client.get(&route.path).await?.body)?;
    }
    let floor = serve_floor(database, &bytes)?;
    let nginx = nginx::start(&bytes, folder.path(), free_address()?)?;
    let mut table = Table::new(&[
        "page",
        "bytes",
        "CPU",
        "static handler",
        "page / static",
        "nginx",
        "304",
        "p50",
        "p99",
        "requests/s",
        "static requests/s",
        "nginx requests/s",
    ]);
    for (n, route) in routes.iter().enumerate() {
        for (encoding, end, kind) in [("identity", "", "plain"), (BROWSER, ".br", "compressed")] {
            let mut client = Client::connect(server.address, encoding).await?;
            let cost = measure_route(&server, &mut client, &route.path).await?;
            let etag = client.get(&route.path).await?.headers.get("etag").cloned();
            let etag = etag.context("a kept page has a tag")?;
            let mut again = Client::connect(server.address, encoding)
                .await?
                .with_header(http::header::IF_NONE_MATCH, etag.to_str()?);
            let not_modified = measure_route(&server, &mut again, &route.path).await?;
            let path = format!("/static/{n}{end}");
            let mut static_client = Client::connect(floor.address, "identity").await?;
            let static_cost = measure_route(&floor, &mut static_client, &path).await?;
            let mut cells = vec![
                route.name.to_owned(),
                format!("{} kB {kind}", number(cost.bytes as f64 / 1000.0)),
                ms(cost.cpu),
                ms(static_cost.cpu),
                ratio(cost.cpu, static_cost.cpu),
            ];
            let nginx_path = format!("/{n}{end}");
            let (mut of_nginx, mut nginx_rate) = (String::new(), String::new());
            if let Some(nginx) = &nginx {
                let mut client = Client::connect(nginx.address, "identity").await?;
                of_nginx = ms(measure_route(nginx, &mut client, &nginx_path).await?.cpu);
                nginx_rate = number(requests_a_second(nginx.address, "identity", &nginx_path).await?);
            }
            cells.extend([of_nginx, ms(not_modified.cpu), ms(cost.p50), ms(cost.p99)]);
            cells.push(number(requests_a_second(server.address, encoding, &route.path).await?));
            cells.push(number(requests_a_second(floor.address, "identity", &path).await?));
            cells.push(nginx_rate);
            table.push(cells);
        }
    }
    table.print("### Kept");
    Ok(())
}

/// Of which routes the kept form is measured.
const KEPT: [&str; 5] = ["timeline", "commonest SIG", "entry", "KEP-753", "feed"];

/// How many requests a second are answered to many connections.
async fn requests_a_second(address: SocketAddr, encoding: &str, path: &str) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..AT_ONCE {
        let mut client = Client::connect(address, encoding).await?;
        let path = path.to_owned();
        tasks.push(tokio::spawn(async move {
            let mut answers = 0_u32;
            while begun.elapsed() < Duration::from_secs(1) {
                client.get(&path).await?;
                answers += 1;
            }
            anyhow::Ok(answers)
        }));
    }
    let mut answers = 0;
    for task in tasks {
        answers += task.await??;
    }
    Ok(f64::from(answers) / begun.elapsed().as_secs_f64())
}

/// The first page after the start, and after a write of another process.
async fn measure_first(options: &Run, database: &Database) -> anyhow::Result<()> {
    let server = serve(options, database, None)?;
    let mut client = Client::connect(server.address, BROWSER).await?;
    let mut table = Table::new(&["first request", "wall", "CPU"]);
    let mut push = |name: String, wall: Duration, cpu: Duration| table.push(vec![name, ms(wall), ms(cpu)]);
    let before = server.cpu()?;
    let first = client.get("/").await?;
    push("`/` after the start".to_owned(), first.took, server.cpu()?.saturating_sub(before));
    for path in ["/", "/?sig=node"] {
        let (mut wall, mut cpu) = (Duration::ZERO, Duration::ZERO);
        for n in 0..WRITES {
            database.import_aside(&options.kepline, n)?;
            let before = server.cpu()?;
            wall += client.get(path).await?.took;
            cpu += server.cpu()?.saturating_sub(before);
        }
        push(format!("`{path}` after an import, mean of {WRITES}"), wall / WRITES, cpu / WRITES);
    }
    table.print("### First");
    Ok(())
}

fn measure_imports(options: &Run) -> anyhow::Result<()> {
    let mut table = Table::new(&["import", "wall s", "CPU s", "MB at most", "journals MB", "database MB"]);
    for entries in &options.entries {
        let database = Database::new(&options.folder, *entries);
        database.remove();
        database.write_journals()?;
        let mut push = |what: &str, cost: ProcessCost| -> anyhow::Result<()> {
            let (journals, file) = database.megabytes()?;
            table.push(vec![
                format!("{entries} entries, {what}"),
                number(cost.wall.as_secs_f64()),
                number(cost.cpu.as_secs_f64()),
                number(cost.peak),
                number(journals),
                number(file),
            ]);
            Ok(())
        };
        push("new", database.import(&options.kepline)?)?;
        push("unchanged", database.import(&options.kepline)?)?;
        database.add_note("one more note of SIG Node")?;
        push("with a note more", database.import(&options.kepline)?)?;
        push("a small notebook beside them", database.import_aside(&options.kepline, 0)?)?;
    }
    table.print("## Imports");
    Ok(())
}

/// How the cost of a page grows with the database.
fn print_growth(growth: &[(u32, Vec<(&'static str, Duration)>)]) {
    let Some(((_, first), rest)) = growth.split_first().filter(|(_, rest)| !rest.is_empty()) else { return };
    let names: Vec<String> = rest.iter().map(|(entries, _)| format!("{entries} entries")).collect();
    let columns: Vec<&str> = std::iter::once("page").chain(names.iter().map(String::as_str)).collect();
    let mut table = Table::new(&columns);
    for (name, cpu) in first {
        let find = |costs: &[(&'static str, Duration)]| {
            costs.iter().find(|(other, _)| other == name).map(|(_, cpu)| *cpu)
        };
        let ratios =
            rest.iter().map(|(_, costs)| find(costs).map(|other| ratio(other, *cpu)).unwrap_or_default());
        table.push(std::iter::once((*name).to_owned()).chain(ratios).collect());
    }
    table.print(&format!("## Growth, as times the CPU at {} entries", growth[0].0));
}
