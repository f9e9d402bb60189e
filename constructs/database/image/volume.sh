# Exclusive ownership of the database's volume: only the server that holds its lock uses it. A new
# server requests its release from the current owner, and is ready to start by then. So the downtime
# is only the stop of one server and the start of the next.
volume=/var/lib/postgresql
data=$volume/data
# A named pipe for release requests: a waiting server writes its kind, and keeps the pipe open as it
# waits.
requests=$volume/requests
# Containers that have owned or requested the volume, and those that have released it: a second
# request would take the volume back from the new owner.
requesters=$volume/asked
releasers=$volume/handed-over
# This file exists after a cluster has released the volume with all commits to a standalone server.
is_complete=$volume/is-whole

# Identifies the container across restarts: a hash of the mount options of its own overlay layer.
container=$(awk '$5 == "/" { $1 = $2 = $3 = ""; print }' /proc/self/mountinfo | sha256sum)

[ -p "$requests" ] || mkfifo "$requests"
exec 9> "$volume/lock"

# Idles until the container is removed. If nobody holds the lock for 15 s, the new owner has failed:
# then this one exits, and Docker restarts it.
idle_until_removed() {
    trap 'exit 0' TERM INT
    exec 9>&-
    for ((free = 0; free < 3; )); do
        sleep 5 &
        wait $! || true
        if flock --nonblock "$volume/lock" true; then ((++free)); else free=0; fi
    done
    echo "no server uses the volume any more: this server acquires it again" >&2
    grep -vxF "$container" "$releasers" > "$releasers.new" || true
    mv "$releasers.new" "$releasers"
    exit 1
}

if grep -qsxF "$container" "$releasers"; then idle_until_removed; fi

# Acquires the lock of the volume. $1: the kind of this server, "single" or "member". The release
# request times out after 150 s, later than Terraform's wait_timeout.
acquire_volume() {
    local request=
    local is_new=
    grep -qsxF "$container" "$requesters" || is_new=yes
    [ -z "$is_new" ] || echo "$container" >> "$requesters"
    flock --nonblock 9 && return
    if [ -n "$is_new" ]; then
        echo "another server uses the volume $volume: this one requests its release" >&2
        (
            echo "$1"
            exec sleep 150
        ) > "$requests" 9>&- &
        request=$!
    fi
    until
        flock --timeout 10 9 &
        wait $!
    do
        echo "another server still uses the volume $volume: a member releases it only as the" \
            "primary, once its replicas are removed; if this server does not replace it, stop it" >&2
    done
    if [ -n "$request" ]; then
        kill "$request" 2> /dev/null || true
        wait "$request" 2> /dev/null || true
    fi
}

# Waits for a release request for which `may_release KIND` succeeds. Then writes the kind to
# $requested_for, and sends SIGUSR1 to the main process.
requested_for=/tmp/asked-for
await_release_request() {
    local kind next status
    exec 9>&-
    while :; do
        exec 7< "$requests"
        read -r kind <&7 || continue
        while :; do
            if may_release "$kind"; then
                echo "$kind" > "$requested_for"
                kill -USR1 $$
                exit
            fi
            read -r -t 0.2 next <&7 && status=0 || status=$?
            if [ "$status" -eq 0 ]; then
                kind=$next
            elif [ "$status" -le 128 ]; then
                # End of file, not a timeout: the requester is gone.
                break
            fi
        done
    done
}

# Releases the volume to the waiting server. No process may use it any more.
release_volume() {
    echo "$container" >> "$releasers"
    sync "$volume"
    echo "the volume is released to another server: this one idles until it is removed" >&2
    idle_until_removed
}
