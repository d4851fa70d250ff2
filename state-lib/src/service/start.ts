#!/usr/bin/env node
import { main } from './main.js';

const path = process.argv[2] ?? '/config/state.json';
main(path).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${JSON.stringify({ level: 60, msg: error instanceof Error ? error.message : String(error) })}\n`,
    );
    process.exit(1);
  },
);
