// Package process runs the programs underneath the stand-in.
package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

var (
	mutex sync.Mutex
	// own are the processes that somebody waits for.
	own = map[int]bool{}
)

// Child is a program that runs until it is stopped.
type Child struct {
	Name string

	command *exec.Cmd
	exited  chan struct{}
	failure error
}

// Start runs a program. What it prints goes to standard error.
func Start(name string, environment []string, arguments ...string) (*Child, error) {
	command := exec.Command(name, arguments...)
	command.Env = environment
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	child := &Child{Name: name, command: command, exited: make(chan struct{})}
	if err := start(command); err != nil {
		return nil, err
	}
	go func() {
		child.failure = wait(command)
		close(child.exited)
	}()
	return child, nil
}

// Run runs a program to its end; the error has what it printed.
func Run(ctx context.Context, name string, environment []string, arguments ...string) error {
	output, err := os.CreateTemp("", name)
	if err != nil {
		return err
	}
	defer func() { _ = errors.Join(output.Close(), os.Remove(output.Name())) }()
	command := exec.CommandContext(ctx, name, arguments...)
	command.Env = environment
	command.Stdout, command.Stderr = output, output
	if err := start(command); err != nil {
		return err
	}
	if err := wait(command); err != nil {
		text, _ := os.ReadFile(output.Name())
		return fmt.Errorf("%s: %w\n%s", name, err, text)
	}
	return nil
}

func start(command *exec.Cmd) error {
	mutex.Lock()
	defer mutex.Unlock()
	if err := command.Start(); err != nil {
		return err
	}
	own[command.Process.Pid] = true
	return nil
}

func wait(command *exec.Cmd) error {
	err := command.Wait()
	mutex.Lock()
	defer mutex.Unlock()
	delete(own, command.Process.Pid)
	return err
}

// Exited is closed when the program has ended.
func (c *Child) Exited() <-chan struct{} { return c.exited }

// Failure is why it has ended; only after Exited.
func (c *Child) Failure() error { return fmt.Errorf("%s has ended: %v", c.Name, c.failure) }

// Stop asks the program to end, and kills it after patience.
func (c *Child) Stop(patience time.Duration) {
	_ = c.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-c.exited:
		return
	case <-time.After(patience):
	}
	_ = c.command.Process.Kill()
	<-c.exited
}

// Adopt makes this process the parent of those whose own parent ends, such as PostgreSQL under Patroni, and takes leave of them when
// they end: Patroni would take a dead server for a living one.
func Adopt() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return err
	}
	go func() {
		for {
			reap()
			time.Sleep(50 * time.Millisecond)
		}
	}()
	return nil
}

// reap takes leave of the orphans that have ended. The first process that has may be one that somebody waits for.
func reap() {
	for {
		var ended unix.Siginfo
		if unix.Waitid(unix.P_ALL, 0, &ended, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil) != nil {
			return
		}
		pid := endedPid(&ended)
		mutex.Lock()
		isOwn := own[pid]
		mutex.Unlock()
		if pid == 0 || isOwn {
			return
		}
		_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil)
	}
}
