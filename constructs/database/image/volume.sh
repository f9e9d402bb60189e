# What all who use the volume of a database begin with. One server at a time has it. A new one asks
# the one that has it to hand over, and is ready to begin by then: so the database is away for no
# longer than it takes to stop one server and to start the next.
volume=/var/lib/postgresql
data=$volume/data
# Whoever waits for the volume writes what it is into this pipe, and has it open while it waits.
requests=$volume/requests
# Which containers have had the volume or asked for it, and which have handed it over: who asked a
# second time would take it from the one that is to have it.
asked=$volume/asked
handed_over=$volume/handed-over
# There once the replicated database has been handed over as a whole to a server that runs alone.
is_whole=$volume/is-whole

# The same for each start of a container: the layer of files that is its own.
container=$(awk '$5 == "/" { $1 = $2 = $3 = ""; print }' /proc/self/mountinfo | sha256sum)

[ -p "$requests" ] || mkfifo "$requests"
exec 9> "$volume/lock"

# Waits to be removed. If nobody has the volume for 15 s, the server that got it is gone, or can't
# use it: then the engine is to start this one anew.
rest() {
    trap 'exit 0' TERM INT
    exec 9>&-
    for ((free = 0; free < 3; )); do
        sleep 5 &
        wait $! || true
        if flock --nonblock "$volume/lock" true; then ((++free)); else free=0; fi
    done
    echo "nobody has the volume any more: this server takes it again" >&2
    grep -vxF "$container" "$handed_over" > "$handed_over.new" || true
    mv "$handed_over.new" "$handed_over"
    exit 1
}

if grep -qsxF "$container" "$handed_over"; then rest; fi

# Gets the volume. $1: what for, "single" or "member". After 150 s nobody hands it over any more:
# Terraform has given up by then.
take_volume() {
    local asking=
    local is_new=
    grep -qsxF "$container" "$asked" || is_new=yes
    [ -z "$is_new" ] || echo "$container" >> "$asked"
    flock --nonblock 9 && return
    if [ -n "$is_new" ]; then
        echo "another server has the volume $volume: it is asked to hand over" >&2
        (
            echo "$1"
            exec sleep 150
        ) > "$requests" 9>&- &
        asking=$!
    fi
    until
        flock --timeout 10 9 &
        wait $!
    do
        echo "another server still has the volume $volume: it hands over when it leads and all other" \
            "members are gone; if it is not to be replaced by this one, stop it" >&2
    done
    if [ -n "$asking" ]; then
        kill "$asking" 2> /dev/null || true
        wait "$asking" 2> /dev/null || true
    fi
}

# Waits until somebody wants the volume for whom `may_hand_over` succeeds, which is given what he is.
# Then tells the main process by SIGUSR1, with that in the file $asked_for.
asked_for=/tmp/asked-for
await_request() {
    local kind next status
    exec 9>&-
    while :; do
        exec 7< "$requests"
        read -r kind <&7 || continue
        while :; do
            if may_hand_over "$kind"; then
                echo "$kind" > "$asked_for"
                kill -USR1 $$
                exit
            fi
            read -r -t 0.2 next <&7 && status=0 || status=$?
            if [ "$status" -eq 0 ]; then
                kind=$next
            elif [ "$status" -le 128 ]; then
                # Not the time-out: whoever asked is gone.
                break
            fi
        done
    done
}

# Gives the volume to who waits for it. Nothing may use it any more.
give_volume() {
    echo "$container" >> "$handed_over"
    sync "$volume"
    echo "the volume was handed over to another server: this one waits to be removed" >&2
    rest
}
