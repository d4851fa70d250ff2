import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { Client } from 'pg';

/** Runs inside the data network: sends commands to PgBouncer's console, from the arguments or line by line, and prints tables. */
async function main([host = '', port = '', user = '', ...words]: readonly string[]): Promise<void> {
  const client = new Client({
    ...{ host, port: Number(port), user, database: 'pgbouncer', connectionTimeoutMillis: 10_000 },
    password: readFileSync('/secrets/pgbouncer-admin', 'utf8').trim(),
    ssl: { ca: readFileSync('/secrets/ca.crt', 'utf8') },
  });
  await client.connect();
  try {
    if (words.length > 0) await send(client, words.join(' '));
    else await converse(client);
  } finally {
    await client.end();
  }
}

async function converse(client: Client): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'pgbouncer=# ' });
  lines.prompt();
  for await (const line of lines) {
    if (/^\s*(\\q|quit|exit)\s*;?\s*$/i.test(line)) break;
    if (line.trim() !== '') await send(client, line).catch(tell);
    lines.prompt();
  }
}

async function send(client: Client, command: string): Promise<void> {
  const {
    fields,
    rows,
    command: done,
  } = await client.query<(string | number | null)[]>({ text: command, rowMode: 'array' });
  if (fields.length === 0) return void process.stdout.write(`${done}\n`);
  const table = new Table({
    head: fields.map(({ name }) => name),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  // What clients call themselves must not speak to this terminal.
  for (const row of rows) table.push(row.map((cell) => String(cell ?? '').replaceAll(/\p{Cc}/gu, '?')));
  process.stdout.write(`${table.toString()}\n`);
}

function tell(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

main(process.argv.slice(2)).catch(tell);
