// The program in the acceptance tests' image. Its argument selects what it does: serve, check, fail or crash.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	argument := func(i int) string {
		if len(os.Args) > i {
			return os.Args[i]
		}
		return ""
	}
	switch argument(1) {
	case "check":
		fmt.Println("all is well")
	case "fail":
		fmt.Println("nothing listens on port 80")
		os.Exit(1)
	case "crash":
		fmt.Println("cannot read the configuration")
		os.Exit(3)
	default:
		fmt.Println("serving")
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
		<-stop
		drain, _ := time.ParseDuration(argument(2))
		time.Sleep(drain)
		fmt.Println("stopped gracefully")
	}
}
