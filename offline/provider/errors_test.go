package main

import "testing"

func TestAnErrorNamesItsRemedy(t *testing.T) {
	for message, want := range map[string]string{
		"driver failed programming external connectivity on endpoint web (6c93): Bind for 0.0.0.0:8080 failed: port is already allocated":                               "port 8080 is taken on this machine: stop what listens there (`docker ps --filter publish=8080`, `ss -ltnp`), or choose another port",
		"driver failed programming external connectivity on endpoint web (6c93): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use": "port 8080 is taken on this machine: stop what listens there (`docker ps --filter publish=8080`, `ss -ltnp`), or choose another port",
		"failed to bind host port for 127.0.0.1:8080:172.17.0.2:80/tcp: address already in use":                                                                         "port 8080 is taken on this machine: stop what listens there (`docker ps --filter publish=8080`, `ss -ltnp`), or choose another port",
		`Conflict. The container name "/web" is already in use by container "0b4a". You have to remove (or rename) that container to be able to reuse that name`:        "the name web is in use by a container that this state does not know: remove it with `docker rm -f web`",
		"network shop-app not found":             "there is no network shop-app: deploy again to create it",
		"No such image: sha256:abab":             "there is no image sha256:abab on the engine: deploy again to build it",
		"Invalid signal: HALT":                   "there is no signal HALT: set stop_signal to one such as SIGTERM",
		"write /data/x: no space left on device": "the engine's disk is full: see what fills it with `docker system df`, free it with `docker image prune`",
		"container rootfs is marked read-only":   "its root file system is read-only: unset read_only, or copy the files into its image",
		"could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network": "the engine has no free subnet (it has about thirty): remove unused networks with `docker network prune`",
		"Range of CPUs is from 0.01 to 2.00, as there":                                                               "Range of CPUs is from 0.01 to 2.00, as there",
	} {
		if got := explain(message); got != want {
			t.Errorf("%s\n got %s\nwant %s", message, got, want)
		}
	}
}
