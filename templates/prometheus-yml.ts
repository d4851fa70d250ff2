import { stringify } from 'yaml';

/** How Prometheus shows who it is: to exporters and load balancers by certificate, to the app by token, to itself by password. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'certificate'; readonly certFile: string; readonly keyFile: string }
  | { readonly kind: 'token'; readonly file: string }
  | { readonly kind: 'password'; readonly user: string; readonly file: string };

export interface ScrapeJob {
  readonly name: string;
  /** `host:port` of each target. */
  readonly targets: readonly string[];
  /** The name that the targets' certificates are checked for; one certificate serves a whole tier. */
  readonly serverName: string;
  readonly credential: Credential;
  readonly path: string;
  /** Ask this exporter for each target, with the target's address put after `prefix` as the parameter `target`. */
  readonly through?: { readonly exporter: string; readonly prefix: string };
}

export interface PrometheusYml {
  readonly scrapeIntervalSeconds: number;
  readonly authorityFile: string;
  /** File names of the rules, beside this file. */
  readonly ruleFiles: readonly string[];
  readonly jobs: readonly ScrapeJob[];
}

/** Series that one scrape may give; three times what a CockroachDB node has. */
const sampleLimit = 60_000;

/** `prometheus.yml`, in the syntax that versions 2.53 and 3.14 share. */
export function prometheusYml(input: PrometheusYml): string {
  const interval = `${input.scrapeIntervalSeconds}s`;
  return stringify(
    {
      global: {
        scrape_interval: interval,
        scrape_timeout: `${Math.min(10, input.scrapeIntervalSeconds)}s`,
        evaluation_interval: interval,
      },
      rule_files: input.ruleFiles,
      scrape_configs: input.jobs.map((job) => scrapeConfig(job, input.authorityFile)),
    },
    { lineWidth: 0 },
  );
}

function scrapeConfig(job: ScrapeJob, authorityFile: string) {
  const { credential } = job;
  return {
    job_name: job.name,
    scheme: 'https',
    metrics_path: job.path,
    sample_limit: sampleLimit,
    tls_config: {
      ca_file: authorityFile,
      server_name: job.serverName,
      min_version: 'TLS12',
      ...(credential.kind === 'certificate' ? { cert_file: credential.certFile, key_file: credential.keyFile } : {}),
    },
    ...(credential.kind === 'token' ? { authorization: { type: 'Bearer', credentials_file: credential.file } } : {}),
    ...(credential.kind === 'password'
      ? { basic_auth: { username: credential.user, password_file: credential.file } }
      : {}),
    static_configs: [{ targets: job.targets }],
    ...(job.through ? { relabel_configs: throughExporter(job.through) } : {}),
  };
}

function throughExporter({ exporter, prefix }: NonNullable<ScrapeJob['through']>) {
  return [
    { source_labels: ['__address__'], target_label: '__param_target', replacement: `${prefix}$1` },
    { source_labels: ['__address__'], target_label: 'instance' },
    { target_label: '__address__', replacement: exporter },
  ];
}
