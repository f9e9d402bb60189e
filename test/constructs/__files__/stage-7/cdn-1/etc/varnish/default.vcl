# An edge of the CDN: it answers from its own cache what may be kept, and asks the origins for the rest.

vcl 4.1;

import purge;
import std;

# HAProxy on this machine finds the servers that run now. It waits for them longer than the app does
# for its database.
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

# All that comes from outside comes through the public address, so it is not from here.
acl inside {
    "127.0.0.1";
}

sub vcl_recv {
    # Whether this edge takes requests. The origins are not asked: else all edges would leave at once.
    if (req.url == "/rotation") {
        if (std.file_exists("/tmp/draining")) {
            return (synth(404, "this edge leaves"));
        }
        return (synth(200, "this edge serves"));
    }

    if (req.method == "PURGE") {
        if (client.ip !~ inside) {
            return (synth(405, "a purge is taken on the edge itself only"));
        }
        if (req.http.Soft-Purge) {
            return (hash);
        }
        return (purge);
    }

    # A file is the same for everybody, whatever is asked along with it.
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

    # A page that waits for the database makes no other one wait.
    set req.backend_hint = pages;
    set req.hash_ignore_busy = true;
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }

    # Varnish's own rules follow: with a cookie or an authorization nothing comes from the cache.
}

# A file is the same one under whichever host name it is requested.
sub vcl_hash {
    if (req.url ~ "^/static/") {
        hash_data(req.url);
        return (lookup);
    }
}

# A soft purge makes a file old: it is served until a new one was fetched.
sub vcl_hit {
    if (req.method == "PURGE") {
        purge.soft(0s);
        return (synth(200, "old from now on"));
    }
}

sub vcl_miss {
    if (req.method == "PURGE") {
        purge.soft(0s);
        return (synth(404, "not in the cache"));
    }
}

sub vcl_backend_response {
    # What is old stays when nothing better comes.
    if (bereq.is_bgfetch && beresp.status >= 500) {
        return (abandon);
    }

    # Answers are fetched as a whole, then sent: an edge that dies has seldom begun one. They come
    # compressed, are kept so, and are sent plain to those who ask for that.
    set beresp.do_stream = false;

    if (bereq.url ~ "^/static/") {
        set beresp.grace = 0s;
        if (beresp.status == 200) {
            set beresp.grace = 24h;
        }
    }

    # Varnish's own rules follow: what sets a cookie, or is private, is not kept.
}

sub vcl_backend_error {
    set beresp.uncacheable = true;
    set beresp.http.Content-Type = "application/problem+json";
    set beresp.http.Retry-After = "5";
    set beresp.body = """{"status":503,"error":"the application is unavailable: try again in a few seconds"}""";
    return (deliver);
}

# For a look at what a CDN does: compare the Age, ask twice.
sub vcl_deliver {
    set resp.http.X-Edge = "cdn-1";
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
