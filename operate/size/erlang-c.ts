/**
 * Share of the arrivals that wait, where `busy` servers are busy on average of `servers`: Erlang's C formula, from his B by the usual
 * recursion. 1 where the servers cannot keep up.
 */
export function waitingShare(servers: number, busy: number): number {
  if (servers <= busy) return 1;
  let blocked = 1;
  for (let count = 1; count <= servers; count += 1) blocked = (busy * blocked) / (count + busy * blocked);
  return blocked / (1 - (busy / servers) * (1 - blocked));
}

/**
 * The least number of servers with which at most `share` of the arrivals wait longer than `waitMs` (M/M/c: arrivals at random, times
 * spread exponentially).
 */
export function serversFor(busy: number, serviceMs: number, waitMs: number, share: number): number {
  let servers = Math.floor(busy) + 1;
  while (waitingShare(servers, busy) * Math.exp((-(servers - busy) * waitMs) / serviceMs) > share) servers += 1;
  return servers;
}
