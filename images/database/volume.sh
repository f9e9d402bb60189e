# What all who use the volume of a database begin with.
volume=/var/lib/postgresql
data=$volume/data

# Two servers on one volume would destroy it. The lock is kept by the server for as long as it runs.
exec 9> "$volume/lock"
if ! flock --timeout 60 9; then
    echo "another server still uses the volume $volume after 60 s: stop it first" >&2
    exit 1
fi
