import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heartbeatRuleName } from '../../lambda/contract/members.js';
import { isHeartbeat, parseHeartbeat } from '../../lambda/events/heartbeat.js';

const rule = (name: string, region = 'eu-central-1', account = '222233334444') =>
  `arn:aws:events:${region}:${account}:rule/${name}`;

/** EventBridge's documentation: events of scheduled rules. */
function scheduled(resources: unknown): Record<string, unknown> {
  return {
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '222233334444',
    time: '2026-08-10T16:53:06Z',
    region: 'eu-central-1',
    resources,
    detail: {},
  };
}

describe('a heartbeat', () => {
  it('says where the member is, and in which version', () => {
    const delivery = scheduled([rule(heartbeatRuleName('default', 7))]);
    expect(isHeartbeat(delivery)).toBe(true);
    expect(parseHeartbeat(delivery, 'default')).toEqual({
      kind: 'heard',
      place: { account: '222233334444', region: 'eu-central-1' },
      memberVersion: 7,
      heardAt: new Date('2026-08-10T16:53:06Z'),
    });
  });

  it.each([
    ['of another hub', [rule(heartbeatRuleName('other'))]],
    ['of any other schedule', [rule('nightly')]],
    [
      'whose rule is of another account',
      [rule(heartbeatRuleName('default'), 'eu-central-1', '999988887777')],
    ],
    ['whose rule is of another Region', [rule(heartbeatRuleName('default'), 'us-east-1')]],
    ['without a version', [rule('atlas-privatelink-default-heartbeat-v')]],
    ['without a rule', []],
    ['with a rule that is none', 'everything'],
  ])('%s is ignored', (_, resources) => {
    expect(parseHeartbeat(scheduled(resources), 'default')).toMatchObject({ kind: 'ignored' });
  });

  it('is one or the other, whatever arrives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (delivery) => {
        expect(parseHeartbeat(delivery, 'default').kind).toBe('ignored');
      }),
    );
  });
});
