# How a node joins the cluster, and when it may stop.

# This file on the volume exists once the node has been a member: then RabbitMQ resumes by itself.
is_member=~/member
# A node that has not been a member yet listens here until it is one.
new_port=4370
others=$(tr , '\n' <<< "$NODES" | grep --fixed-strings --line-regexp --invert-match "$RABBITMQ_NODENAME" || true)

host_of() { echo "${1#*@}"; }

# Whether a port is open. A frozen node accepts connections, so this says nothing of its health.
is_open() { timeout 1 bash -c ": < /dev/tcp/$1/$2" 2> /dev/null; }

# Makes another node remove this one from the cluster and from all quorum queues. A member that has
# lost its log but keeps its name could vote away what it has acknowledged: so it comes as a new one.
# Fails if the other node does not run, or has no majority.
is_forgotten_by() {
    timeout 60 rabbitmqctl --quiet --node "$1" eval "
        true = rabbit:is_running(),
        Node = '$RABBITMQ_NODENAME',
        _ = (catch rabbit_db_cluster:forget_member(Node, false)),
        false = lists:member(Node, rabbit_nodes:list_members()),
        [] = [Failure || {_, {error, _, _}} = Failure <- rabbit_quorum_queue:shrink_all(Node)]." \
        > /dev/null 2>&1
}

# For a volume without a member's data: it is new, was lost, or the first start was interrupted. Waits
# until the cluster has forgotten this node, or until all other nodes are new, too: they form a new
# cluster. Otherwise one that starts while the others are down would form a second cluster.
prepare_to_join() {
    rm -rf ~/mnesia
    [ -n "$others" ] || return 0
    mkdir -p /tmp/new
    busybox httpd -f -p "$address:$new_port" -h /tmp/new &
    sign=$!
    local last_log=0
    while :; do
        local new=yes
        for other in $others; do
            is_open "$(host_of "$other")" "$new_port" && continue
            new=
            is_open "$(host_of "$other")" 25672 && is_forgotten_by "$other" && return
        done
        [ -z "$new" ] || return 0
        if ((SECONDS - last_log >= 10)); then
            echo "$RABBITMQ_NODENAME has no data, and waits for a cluster of" $others "that runs" \
                "with a majority, or for all of them to be new" >&2
            last_log=$SECONDS
        fi
        sleep 0.5
    done
}

# Waits until RabbitMQ serves clients, which it does when it is a member.
note_when_member() {
    until is_open 127.0.0.1 5672; do sleep 1; done
    touch "$is_member"
    [ -z "${sign:-}" ] || kill "$sign"
}

# Waits until no other node is stopping, and all are members that are up to date, so that a deploy
# that replaces all nodes takes them one after another. When a node is gone for 10 s, the deploy
# removes the queue, or it had failed before: then this one need not wait.
await_turn_to_stop() {
    [ -n "$others" ] || return 0
    timeout 110 rabbitmqctl --quiet eval '
        Waiting = self(),
        Lock = fun Lock() ->
            case global:set_lock({stopping, self()}, [node() | nodes()], 0) of
                true -> Waiting ! locked, timer:sleep(infinity);
                false -> timer:sleep(200), Lock()
            end
        end,
        spawn(Lock),
        receive locked -> rabbit_upgrade_preparation:await_online_quorum_plus_one(110000) end.' \
        > /dev/null 2>&1 &
    local turn=$!
    local last_seen=$SECONDS
    while kill -0 "$turn" 2> /dev/null && ((SECONDS - last_seen < 10)); do
        if all_resolve; then last_seen=$SECONDS; fi
        sleep 0.2
    done
}

# Whether Docker's DNS knows all other nodes: it lists the containers that run.
all_resolve() {
    for other in $others; do
        getent ahostsv4 "$(host_of "$other")" > /dev/null || return 1
    done
}
