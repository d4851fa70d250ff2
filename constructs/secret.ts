/** Names of the generated passwords; each can be given by the environment or a file instead (docs/secrets.md). */
export const passwordNames = [
  'database-app',
  'database-readonly',
  'pgbouncer-stats',
  'pgbouncer-admin',
  'redis-app',
  'redis-replication',
  'redis-sentinel',
  'redis-exporter',
  'redis-probe',
  'redis-keeper',
  'redis-operator',
  'sentinel-peer',
  'sentinel-client',
  'state-token',
  'state-metrics',
  'prometheus-web',
  'grafana-admin',
  'grafana-key',
] as const;
export type PasswordName = (typeof passwordNames)[number];

/** Names of the secrets that can only be given, never generated. */
export const givenNames = ['cockroach-licence'] as const;
export type GivenName = (typeof givenNames)[number];

/** One password in the forms that programs check it by. */
export interface PasswordForm {
  readonly plain: string;
  /** Lower-case hex, for Redis ACL (`#…`). */
  readonly sha256: string;
  /** `SCRAM-SHA-256$10610:salt$StoredKey:ServerKey`; 10610 is CockroachDB's cost, so that it never re-hashes it. */
  readonly scram: string;
  /** `$2b$…`, for Prometheus' web config. */
  readonly bcrypt: string;
}

/** The password that a name stands for. All forms are made once and kept, so that a salt never changes by itself. */
export interface PasswordForms extends PasswordForm {
  /** While it is rotated: the other one that counts, where two can. */
  readonly also?: PasswordForm;
  /** Changes with a password that was given; stays with one that was rotated, since a rotation tells the database itself. */
  readonly origin: string;
}

/** A leaf certificate of the stack's authority. Two requests with the same common name, names and uses, in any order, are one certificate. */
export interface CertificateRequest {
  readonly commonName: string;
  /** DNS names and IP addresses, without duplicates. */
  readonly names: readonly string[];
  readonly uses: readonly ('server' | 'client')[];
}

/** Where the bytes of a secret file come from. Plain data: no secret is in it. */
export type Secret =
  | { readonly kind: 'authority' }
  | { readonly kind: 'certificate'; readonly request: CertificateRequest }
  | { readonly kind: 'private-key'; readonly request: CertificateRequest }
  /** Certificate, then key, in one PEM file, as HAProxy wants it. */
  | { readonly kind: 'certificate-and-key'; readonly request: CertificateRequest }
  | { readonly kind: 'password'; readonly password: PasswordName }
  /** An empty file when none was given. */
  | { readonly kind: 'given'; readonly given: GivenName }
  | {
      readonly kind: 'text';
      readonly passwords: readonly PasswordName[];
      readonly render: (password: (name: PasswordName) => PasswordForms) => string;
    };
