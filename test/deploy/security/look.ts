import { execa } from 'execa';

const engineSockets = ['docker.sock', 'containerd/containerd.sock', 'podman/podman.sock', 'crio/crio.sock'];

/**
 * Needs a shell, `cat`, `tr`, `sleep` and `rm`. Each part begins with a line `@@<title>`. A process that ends is listed for a moment longer than it can be
 * read.
 */
const script = `
for p in /proc/[0-9]*; do
  [ -d "$p" ] || continue
  echo "@@process"; cat "$p/status"; echo "@@text"
  tr '\\0' '\\n' < "$p/environ" || { sleep 1; [ ! -d "$p" ] || tr '\\0' '\\n' < "$p/environ" || echo "@@unreadable $p"; }
  tr '\\0' '\\n' < "$p/cmdline"; echo
done 2>/dev/null
echo '@@tcp'; cat /proc/net/tcp /proc/net/tcp6 2>/dev/null
echo '@@udp'; cat /proc/net/udp /proc/net/udp6 2>/dev/null
echo '@@routes'; cat /proc/net/route
echo '@@ipv6'; cat /proc/net/ipv6_route 2>/dev/null
echo '@@mounts'; cat /proc/self/mounts
echo '@@writable'; for d in / /* /*/*; do [ -d "$d" ] && [ ! -L "$d" ] && [ -w "$d" ] && echo "$d"; done
echo '@@written'
for d in / /bin /etc /home /lib /opt /root /run /sys /usr /usr/bin /usr/local/bin /var /var/lib /var/tmp /config /secrets; do
  ( : > "$d/.planetary-probe" ) 2>/dev/null && echo "$d" && rm -f "$d/.planetary-probe"
done
echo '@@sockets'
for s in ${engineSockets.map((name) => `/run/${name} /var/run/${name}`).join(' ')}; do [ -e "$s" ] && echo "$s"; done
echo '@@end'
`;

/** A part of what was seen: its title, and its text. */
export type Part = readonly [title: string, text: string];

/** Looks around in a running container, as its own user. Throws when that does not come to its end. */
export async function look(container: string): Promise<Part[]> {
  const { stdout, stderr } = await execa('docker', ['exec', '--interactive', container, '/bin/sh'], {
    input: script,
    reject: false,
    maxBuffer: 1 << 26,
  });
  const parts = stdout.split(/^@@/m).map((block): Part => {
    const end = block.indexOf('\n');
    return end < 0 ? [block, ''] : [block.slice(0, end), block.slice(end + 1)];
  });
  if (parts.at(-1)?.[0] !== 'end') throw new Error(`${container} cannot be looked into: ${stderr}`);
  return parts;
}
