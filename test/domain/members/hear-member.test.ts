import { describe, expect, it } from 'vitest';
import { awsRegion } from '../../../lambda/contract/regions.js';
import { type HearMemberDependencies, hearMember } from '../../../lambda/domain/members/hear-member.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import { VirtualClock } from '../virtual-clock.js';

const REGION = awsRegion('eu-west-1');
const MEMBER = { account: '222222222222', region: REGION };

/** Parameter Store does not take the heartbeat. */
function hear(secondsLate: number, isDenied: boolean) {
  const clock = new VirtualClock();
  const heartbeat = { place: MEMBER, memberVersion: 1, heardAt: clock.now() };
  clock.advanceSeconds(secondsLate);
  const error = new RegistryUnavailableError('Parameter Store cannot be used', { isDenied });
  const deps: HearMemberDependencies = {
    setting: { hubAccount: '111111111111', partition: 'aws', namespace: 'atlas', regions: [REGION] },
    home: { account: '111111111111', region: REGION },
    heardMembers: {
      find: () => Promise.resolve(undefined),
      note: () => Promise.reject(error),
      introduce: () => Promise.reject(error),
    },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    clock,
  };
  return hearMember(deps, heartbeat);
}

describe('a heartbeat that Parameter Store does not take', () => {
  it('is tried again while Lambda retries', async () => {
    await expect(hear(60, false)).rejects.toThrow(RegistryUnavailableError);
  });

  it('is dropped at the last retry, because the next one comes', async () => {
    expect(await hear(180, false)).toEqual({ kind: 'not-heard', place: MEMBER });
  });

  it('becomes a dead-letter message if the call is denied: no later one would be taken', async () => {
    await expect(hear(180, true)).rejects.toThrow(RegistryUnavailableError);
  });
});
