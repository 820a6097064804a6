# The release in a container: docker build -t kepline .
# Nothing but the program, git for syncs, certificates and Japanese fonts for share cards is in the result.
FROM rust:1.95-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN CI=true scripts/build \
 && install -D target/release/kepline /out/bin/kepline \
 && /out/bin/kepline man /out/share/man/man1

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates fonts-noto-cjk git \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 65532 -g 65532 -m 0700 /data
COPY --from=build /out /usr/local
USER 65532:65532
WORKDIR /data
ENV KEPLINE_DATABASE_URL=sqlite:///data/kepline.db \
    KEPLINE_LISTEN=0.0.0.0:3000 \
    KEPLINE_LOG_FORMAT=json \
    HOME=/data
VOLUME /data
EXPOSE 3000
# Of this machine alone nobody has a public address to tell: KEPLINE_PUBLIC_URL must be given.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["kepline"]
CMD ["serve"]
