# An edge of the CDN: it serves cacheable responses from its cache and fetches the rest from the
# origins.

vcl 4.1;

import purge;
import std;

# The upstream is HAProxy on this machine, which resolves the origins' names. The timeout is longer
# than the app waits for its database.
backend files {
    .host = "127.0.0.1";
    .port = "8081";
    .first_byte_timeout = 70s;
}

backend pages {
    .host = "127.0.0.1";
    .port = "8082";
    .first_byte_timeout = 70s;
}

# Clients connect through the public address, never from this machine.
acl inside {
    "127.0.0.1";
}

sub vcl_recv {
    # The rotation check of this edge. It does not depend on the origins: otherwise their failure
    # would take all edges out of rotation at once.
    if (req.url == "/rotation") {
        if (std.file_exists("/tmp/draining")) {
            return (synth(404, "this edge is draining"));
        }
        return (synth(200, "this edge is in rotation"));
    }

    if (req.method == "PURGE") {
        if (client.ip !~ inside) {
            return (synth(405, "a purge is allowed from the edge itself only"));
        }
        if (req.http.Soft-Purge) {
            return (hash);
        }
        return (purge);
    }

    # A file is the same for every client: ignore query strings, cookies and authorization.
    if (req.url ~ "^/static/") {
        set req.backend_hint = files;
        set req.url = regsub(req.url, "\?.*", "");
        unset req.http.Cookie;
        unset req.http.Authorization;
        if (req.method == "GET" || req.method == "HEAD") {
            return (hash);
        }
        return (pass);
    }

    # No request coalescing for pages: a slow one must not block the others.
    set req.backend_hint = pages;
    set req.hash_ignore_busy = true;
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }

    # Varnish's built-in VCL follows: it passes requests with a cookie or an authorization.
}

# The cache key of a file does not contain the host name.
sub vcl_hash {
    if (req.url ~ "^/static/") {
        hash_data(req.url);
        return (lookup);
    }
}

# A soft purge marks a file as stale: Varnish serves it until it has fetched a new one.
sub vcl_hit {
    if (req.method == "PURGE") {
        purge.soft(0s);
        return (synth(200, "stale from now on"));
    }
}

sub vcl_miss {
    if (req.method == "PURGE") {
        purge.soft(0s);
        return (synth(404, "not in the cache"));
    }
}

sub vcl_backend_response {
    # A stale response stays cached when the origin fails.
    if (bereq.is_bgfetch && beresp.status >= 500) {
        return (abandon);
    }

    # No streaming: Varnish fetches a response completely before it sends it, so an edge that fails
    # has seldom begun to send one. It caches compressed bodies, and decompresses them for clients
    # without gzip.
    set beresp.do_stream = false;

    if (bereq.url ~ "^/static/") {
        set beresp.grace = 0s;
        if (beresp.status == 200) {
            set beresp.grace = 24h;
        }
    }

    # Varnish's built-in VCL follows: it does not cache responses that set a cookie or are private.
}

sub vcl_backend_error {
    set beresp.uncacheable = true;
    set beresp.http.Content-Type = "application/problem+json";
    set beresp.http.Retry-After = "5";
    set beresp.body = """{"status":503,"error":"the application is unavailable: try again in a few seconds"}""";
    return (deliver);
}

# Headers for debugging: the edge, and whether the response is a cache hit, a miss or a pass.
sub vcl_deliver {
    set resp.http.X-Edge = "cdn-2";
    unset resp.http.Via;
    if (obj.uncacheable) {
        set resp.http.X-Cache = "PASS";
    } elseif (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
    if (std.file_exists("/tmp/draining")) {
        set resp.http.Connection = "close";
    }
}

sub vcl_synth {
    set resp.http.Content-Type = "application/problem+json";
    set resp.body = """{"status":""" + resp.status + {","error":""} + resp.reason + """"}""";
    if (resp.status == 405) {
        set resp.http.Allow = "GET, HEAD, POST";
        set resp.reason = "Method Not Allowed";
    }
    return (deliver);
}
