package cluster

import (
	"context"
	"fmt"
	"net"
	"time"

	"planetary-survival/cockroach-stand-in/internal/relay"
)

// service is what a member has for the others, at a port of loopback that is the same at every node: at the member itself the service
// listens there, at the others a tunnel to it does. What goes through is in mutual TLS between the nodes.
type service string

const (
	storeService    service = "etcd"
	patroniService  service = "patroni"
	postgresService service = "postgres"
)

// firstPorts are those of the first member; the second has the next ones.
var firstPorts = map[service]int{storeService: 25_380, patroniService: 25_400, postgresService: 25_430}

const storeClientPort = 25_379

const tunnelTimeout = 3 * time.Second

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

func (s service) port(member int) int { return firstPorts[s] + member }

// openTunnels listens for the programs of this node on their way to another member.
func openTunnels(ctx context.Context, member int, remote *Remote) error {
	for each := range firstPorts {
		listener, err := net.Listen("tcp", loopback(each.port(member)))
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { _ = listener.Close() })
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				go pass(ctx, connection, remote, each)
			}
		}()
	}
	return nil
}

func pass(ctx context.Context, connection net.Conn, remote *Remote, to service) {
	defer connection.Close()
	if isOwn, err := fromOwnUser(connection); err != nil || !isOwn {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tunnelTimeout)
	tunnel, err := remote.Tunnel(ctx, to)
	cancel()
	if err != nil {
		return
	}
	relay.Both(connection, tunnel)
}

// serve opens a connection to one of this member's services, for another node. That node is believed: PostgreSQL takes it over its
// socket.
func (m *Member) serve(ctx context.Context, of service) (net.Conn, error) {
	if of == postgresService {
		return m.server.Dial(ctx, true)
	}
	if _, found := firstPorts[of]; !found {
		return nil, fmt.Errorf("no service %q", of)
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", loopback(of.port(m.index)))
}
