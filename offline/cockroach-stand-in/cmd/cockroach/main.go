// Command cockroach is the PostgreSQL stand-in for CockroachDB: CockroachDB's command line and files, PostgreSQL underneath.
package main

import (
	"os"

	"planetary-survival/cockroach-stand-in/internal/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:])) }
