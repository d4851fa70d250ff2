/** Where the cache of a comparison is, and how it gets what it lacks. */
export interface PeerContext {
  readonly port: number;
  /** Number of a Redis database of its own: two libraries may use the same keys. */
  readonly db: number;
  /** Time to live of a value, in seconds. */
  readonly ttl: number;
  load(key: string): Promise<unknown>;
  loadMany(keys: readonly string[]): Promise<unknown[]>;
}

/** A setting that a library's documents recommend, as it was asked for and as it is in force. */
export interface PeerSetting {
  readonly name: string;
  readonly wanted: unknown;
  readonly found: unknown;
}

/** Another library, opened: cache-aside reads by key. */
export interface Peer {
  get(key: string): Promise<unknown>;
  /** Only where the library has a call for many. */
  getMany?(keys: readonly string[]): Promise<unknown[]>;
  /** What a writer calls after its commit. */
  drop(key: string): Promise<unknown>;
  close(): Promise<unknown>;
  readonly settings: readonly PeerSetting[];
}

export interface PeerKind {
  readonly name: string;
  /** `shared`: every read asks Redis. `local`: a copy in the process answers first. */
  readonly mode: 'shared' | 'local';
  readonly tuning: 'defaults' | 'tuned';
  open(context: PeerContext): Promise<Peer>;
}

/** Opens a peer. Throws when a recommended setting is not in force: such a comparison would be unfair. */
export async function openPeer(kind: PeerKind, context: PeerContext): Promise<Peer> {
  const peer = await kind.open(context);
  const wrong = peer.settings.filter(({ wanted, found }) => wanted !== found);
  if (wrong.length === 0) return peer;
  await peer.close();
  const list = wrong.map(({ name, wanted, found }) => `${name} must be ${String(wanted)}, found ${String(found)}`);
  throw new Error(`${kind.name} does not run as its documents recommend: ${list.join('; ')}`);
}

/** The peers' packages are installed apart from the rest, for another Node.js, so that their types are checked there. */
export async function peerKinds(): Promise<readonly PeerKind[]> {
  const { href } = new URL('peers/index.ts', import.meta.url);
  const { kinds } = (await import(href)) as { readonly kinds: readonly PeerKind[] };
  return kinds;
}
