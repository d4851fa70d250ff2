import { stripVTControlCharacters } from 'node:util';
import { goEvents } from './counts.js';

interface VitestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Each failed test of vitest's JSON report: its file, its name, and the beginning of what it said. A file that failed before its tests is one. */
export function vitestFailed(json: string, checkout: string): string[] {
  const { testResults } = JSON.parse(json) as { readonly testResults: readonly VitestFile[] };
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = name.replace(`${checkout}/`, '');
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`${file}\n${beginning(message)}`];
      return failed.map((test) => `${file} > ${test.fullName}\n${beginning(test.failureMessages.join('\n'))}`);
    });
}

/** Each failed test of `go test -json`, or the packages that did not build. */
export function goFailed(lines: string): string[] {
  const failed = goEvents(lines).filter(({ Action }) => Action === 'fail');
  const tests = failed.filter(({ Test }) => Test !== undefined);
  return (tests.length > 0 ? tests : failed).map(({ Package = '', Test = '' }) => `${Package} ${Test}`.trim());
}

const mostLines = 12;
const mostColumns = 240;

function beginning(message: string): string {
  return stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, mostLines)
    .map((line) => `    ${line.slice(0, mostColumns)}`)
    .join('\n');
}
