package cluster

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"strings"
)

// fromOwnUser says whether the other end of a loopback connection is a process of this process's user. Whoever comes to a tunnel is
// believed at its other end.
func fromOwnUser(connection net.Conn) (bool, error) {
	other, isTCP := connection.RemoteAddr().(*net.TCPAddr)
	if !isTCP || other.IP.To4() == nil {
		return false, nil
	}
	table, err := os.Open("/proc/net/tcp")
	if err != nil {
		return false, err
	}
	defer table.Close()
	// The kernel writes addresses in the machine's own order of bytes.
	wanted := fmt.Sprintf("%08X:%04X", binary.NativeEndian.Uint32(other.IP.To4()), other.Port)
	user := fmt.Sprint(os.Getuid())
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) > 7 && fields[1] == wanted {
			return fields[7] == user, nil
		}
	}
	return false, nil
}
