/** Sections of an ini file in order; a value must be one line. */
export type Ini = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** The text of an ini file. Throws when a value has a line break, which would start another setting. */
export function iniText(ini: Ini): string {
  return Object.entries(ini)
    .map(([section, settings]) => [`[${section}]`, ...Object.entries(settings).map(line), ''].join('\n'))
    .join('\n');
}

function line([key, value]: [string, string | number | boolean]): string {
  const text = String(value);
  if (/[\r\n]/.test(text)) throw new Error(`the value of ${key} must be one line, got ${JSON.stringify(text)}`);
  return `${key} = ${text}`;
}

export interface GrafanaIni {
  readonly port: number;
  /** Paths of files; Grafana reads secrets itself, so that they are in no argument, variable or config file. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly adminPasswordFile: string;
  readonly secretKeyFile: string;
  readonly homeDashboard: string;
}

/** `grafana.ini`: https only, no sign-up, no anonymous access, nothing sent out. Paths are in the environment, which the image sets. */
export function grafanaIni(input: GrafanaIni): string {
  return iniText({
    server: {
      protocol: 'https',
      http_port: input.port,
      cert_file: input.certFile,
      cert_key: input.keyFile,
      // A renewed certificate is served without a restart.
      certs_watch_interval: '60s',
      min_tls_version: 'TLS1.2',
    },
    security: {
      admin_user: 'admin',
      admin_password: `$__file{${input.adminPasswordFile}}`,
      secret_key: `$__file{${input.secretKeyFile}}`,
      cookie_secure: true,
      cookie_samesite: 'strict',
      content_security_policy: true,
      strict_transport_security: true,
      disable_gravatar: true,
      allow_embedding: false,
    },
    users: { allow_sign_up: false, allow_org_create: false, default_theme: 'dark' },
    'auth.anonymous': { enabled: false },
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    plugins: { plugin_admin_enabled: false, preinstall_disabled: true },
    database: { type: 'sqlite3', wal: true },
    dashboards: { default_home_dashboard_path: input.homeDashboard, min_refresh_interval: '5s' },
    log: { mode: 'console', level: 'warn' },
  });
}
