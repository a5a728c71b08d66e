"""The Caddyfile: one public listener in front of the web and live processes."""

from sinergi.project.runtime.installation import Installation, loopback, web_sockets

BODY_LIMIT = "1MB"
PATIENCE = "8s"
"""A database that hangs holds the web process: nobody waits longer for it, and the same key makes a repeat safe."""

_FILE = """{{
	admin off
	persist_config off
	skip_install_trust
	auto_https {auto_https}
	grace_period 2s
	log {{
		# One warning for every stream that a browser closes would fill the disk.
		exclude http.handlers.reverse_proxy http.log.error
	}}
}}

{sites} {{
	{bind}
	{tls}
	header -Server

	@stream path /live/* /api/v1/stream
	handle @stream {{
		reverse_proxy unix/{live} {{
			flush_interval -1
		}}
	}}

	handle_path /static/* {{
		root * "{static}"
		@hashed path_regexp \\.[0-9a-f]{{12}}\\.[a-z0-9]+$
		header Cache-Control no-cache
		header @hashed >Cache-Control "public, max-age=31536000, immutable"
		header X-Content-Type-Options nosniff
		file_server {{
			precompressed br gzip
		}}
	}}

	handle {{
		# A stated length is refused at once; a stream of unstated length when it has passed the limit.
		@heavy header_regexp Content-Length ^[1-9][0-9]{{6,}}$
		error @heavy 413
		request_body {{
			max_size {limit}
		}}
		encode zstd gzip
		reverse_proxy {web} {{
			lb_policy least_conn
			lb_try_duration 3s
			lb_try_interval 100ms
			transport http {{
				response_header_timeout {patience}
			}}
		}}
	}}

	handle_errors {{
		header Cache-Control no-store
		@missing `{{err.status_code}} == 404`
		handle @missing {{
			respond 404
		}}
		@large `{{err.status_code}} == 413`
		handle @large {{
			header Content-Type application/problem+json
			respond `{large}` 413
		}}
		header Retry-After 2
		@machine path /api/* /health
		handle @machine {{
			header Content-Type application/problem+json
			respond `{away}` 503
		}}
		handle {{
			root * "{pages}"
			rewrite * /503.html
			file_server {{
				status 503
			}}
		}}
	}}
}}
"""


def caddyfile(installation: Installation) -> str:
    """The whole file for one installation."""
    scheme = "http" if installation.tls == "off" else "https"
    names = installation.hosts if installation.tls == "acme" else ("",)
    if installation.tls == "internal":
        names = installation.hosts or ("localhost",)
    return _FILE.format(
        auto_https="disable_redirects" if scheme == "https" else "off",
        sites=", ".join(f"{scheme}://{name}:{installation.port}" for name in names),
        bind="" if installation.hosts else f"bind {' '.join(loopback())}",
        tls="tls internal" if installation.tls == "internal" else "",
        live=installation.socket("live"),
        web=" ".join(f"unix/{socket}" for socket in web_sockets(installation)),
        static=installation.home.path / "static",
        pages=installation.home.run,
        limit=BODY_LIMIT,
        patience=PATIENCE,
        large=_said(installation, 413),
        away=_said(installation, 503),
    )


def _said(installation: Installation, status: int) -> str:
    """The problem document that the preparation wrote in the product's language."""
    return (installation.home.run / f"{status}.json").read_text()
