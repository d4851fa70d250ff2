package process

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// endedPid is si_pid of a child that has ended, 0 when there is none: the first field after the 16 bytes that all signals have on
// 64-bit Linux.
func endedPid(of *unix.Siginfo) int {
	return int(*(*int32)(unsafe.Add(unsafe.Pointer(of), 16)))
}
