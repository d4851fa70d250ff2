import { describe, expect, it } from 'vitest';
import { goFailed, vitestFailed } from './failed.js';

const failed = {
  name: '/checkout/test/a.test.ts',
  status: 'failed',
  message: '',
  assertionResults: [
    { fullName: 'a works', status: 'passed', failureMessages: [] },
    {
      fullName: 'a fails',
      status: 'failed',
      failureMessages: ['\u001B[31mError: 1 is not 2\u001B[39m\n\n    at /checkout/test/a.test.ts:1:1'],
    },
  ],
};
const report = (...testResults: object[]) => JSON.stringify({ testResults });

describe('failed tests', () => {
  it('are named with what they said, without colours and stack', () => {
    expect(vitestFailed(report(failed), '/checkout')).toEqual(['test/a.test.ts > a fails\n    Error: 1 is not 2']);
  });

  it('are files too that failed before their tests', () => {
    const broken = { ...failed, message: 'cannot find module', assertionResults: [] };
    expect(vitestFailed(report(broken), '/checkout')).toEqual(['test/a.test.ts\n    cannot find module']);
  });

  it('are none where all passed', () => {
    expect(vitestFailed(report({ ...failed, status: 'passed', assertionResults: [] }), '/checkout')).toEqual([]);
  });

  it('come from go by package and test', () => {
    const line = (event: object) => JSON.stringify(event);
    const events = [line({ Action: 'fail', Package: 'p', Test: 'T' }), line({ Action: 'fail', Package: 'p' }), 'noise'];
    expect(goFailed(events.join('\n'))).toEqual(['p T']);
    expect(goFailed(line({ Action: 'fail', Package: 'p' }))).toEqual(['p']);
  });
});
