# What all who use the volume of a database begin with. One server at a time has it. A new one asks
# the one that has it to hand over, and is ready to begin by then: so the database is away for no
# longer than it takes to stop one server and to start the next.
volume=/var/lib/postgresql
data=$volume/data
# Whoever waits for the volume writes what it is into this pipe, and has it open while it waits.
requests=$volume/requests
# Which containers have handed the volume over: they don't ask for it when they are started again.
handed_over=$volume/handed-over
# There once the replicated database has been handed over as a whole to a server that runs alone.
is_whole=$volume/is-whole

# The same for each start of a container: the layer of files that is its own.
container=$(awk '$5 == "/" { $1 = $2 = $3 = ""; print }' /proc/self/mountinfo | sha256sum)

[ -p "$requests" ] || mkfifo "$requests"
exec 9> "$volume/lock"

# Waits to be removed.
rest() {
    trap 'exit 0' TERM INT
    echo "the volume was handed over to another server: this one only waits to be removed" >&2
    while :; do
        sleep infinity &
        wait $! || true
    done
}

if grep -qsxF "$container" "$handed_over"; then rest; fi

# Gets the volume. $1: what for, "single" or "member".
take_volume() {
    flock --nonblock 9 && return
    echo "another server has the volume $volume: it is asked to hand over" >&2
    (
        echo "$1"
        exec sleep infinity
    ) > "$requests" 9>&- &
    local asking=$!
    until
        flock --timeout 10 9 &
        wait $!
    do
        echo "another server still has the volume $volume: it hands over when all that follow it" \
            "are gone; if it is not to be replaced by this one, stop it" >&2
    done
    kill "$asking"
    wait "$asking" 2> /dev/null || true
}

# Waits until somebody wants the volume for whom `may_hand_over` succeeds, which is given what he is.
# Then tells the main process by SIGUSR1, with that in the file $asked_by.
asked_by=/tmp/asked-by
await_request() {
    local kind status
    exec 9>&-
    while :; do
        exec 7< "$requests"
        read -r kind <&7 || continue
        while :; do
            if may_hand_over "$kind"; then
                echo "$kind" > "$asked_by"
                kill -USR1 $$
                exit
            fi
            read -r -t 0.2 <&7 && status=0 || status=$?
            # Neither a line nor the end, when whoever asked would be gone.
            [ "$status" -gt 128 ] || break
        done
    done
}

# Gives the volume to who waits for it. Nothing may use it any more.
give_volume() {
    echo "$container" >> "$handed_over"
    sync "$volume"
    exec 9>&-
    rest
}
