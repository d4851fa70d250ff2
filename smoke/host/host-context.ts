import type { Settings } from '../../config/schema.js';
import type { LocalFacts } from '../../stacks/local-facts.js';
import type { Check } from '../outcome.js';
import type { Container } from './container.js';
import type { Docker } from './docker.js';
import { listeners, routesOut, type Listener, type RouteOut } from './proc-net.js';

/** A host check of the list. */
export type HostCheck = Check<HostContext>;

/** What a container sees of its network. */
export interface NetworkView {
  readonly listeners: readonly Listener[];
  readonly routesOut: readonly RouteOut[];
}

/** What a host check works with. */
export class HostContext {
  private seen: Promise<Container[]> | undefined;
  private readonly views = new Map<string, Promise<NetworkView>>();

  constructor(
    readonly settings: Settings,
    readonly facts: LocalFacts,
    readonly docker: Docker,
    /** Restarts after this moment count. */
    readonly since: Date,
    /** Containers that were down then, and that the command had to start. */
    readonly wasDown: readonly string[] = [],
  ) {}

  /** The stack's containers, and those of anybody else on its networks, as they were when this was first asked. */
  async containers(): Promise<{ own: Container[]; foreign: Container[] }> {
    this.seen ??= this.docker.containers();
    const all = await this.seen;
    const isOwn = ({ stack }: Container): boolean => stack === this.facts.stack;
    return { own: all.filter(isOwn), foreign: all.filter((each) => !isOwn(each)) };
  }

  /** Running containers of the tiers. */
  async replicas(): Promise<Container[]> {
    const { own } = await this.containers();
    return own.filter(({ tier, running }) => tier !== undefined && running);
  }

  /** Listeners and routes of a running container, asked once. */
  async networkView({ id }: Container): Promise<NetworkView> {
    const known = this.views.get(id) ?? this.look(id);
    this.views.set(id, known);
    return await known;
  }

  get dataNetwork(): string {
    return `${this.facts.stack}-data`;
  }

  get edgeNetwork(): string {
    return `${this.facts.stack}-edge`;
  }

  private async look(id: string): Promise<NetworkView> {
    const text = await this.docker.exec(id, ['cat', '/proc/net/route', '/proc/net/tcp', '/proc/net/tcp6']);
    return { listeners: listeners(text), routesOut: routesOut(text) };
  }
}
