import { describe, expect, it } from 'vitest';
import { memberEndpoints } from '../../lambda/aws/member-endpoints.js';
import { ItemRefusedError } from '../../lambda/domain/model/errors/item-refused-error.js';
import { MemberNotEnteredError } from '../../lambda/domain/model/errors/member-not-entered-error.js';

const PLACE = { account: '222233334444', region: 'eu-central-1' as const };

function failing(error: Error) {
  const fail = async (): Promise<never> => {
    throw error;
  };
  return memberEndpoints(PLACE, {
    describe: fail,
    tag: fail,
    listByServiceNames: fail,
    describeAll: fail,
    probe: fail,
  });
}

describe('EC2 of a member', () => {
  it.each(['describe', 'listByServiceNames', 'describeAll', 'tag', 'probe'] as const)(
    'says whose it is if it cannot be asked to %s',
    async (method) => {
      const endpoints = failing(Object.assign(new Error('Rate exceeded'), { name: 'RequestLimitExceeded' }));
      const call = endpoints[method] as (argument: unknown, tags: object) => Promise<unknown>;
      await expect(call([], {})).rejects.toMatchObject({
        name: 'MemberNotEnteredError',
        message:
          'EC2 of member 222233334444 eu-central-1 cannot be asked (RequestLimitExceeded: Rate exceeded).',
      });
    },
  );

  it.each([new ItemRefusedError('no id'), new MemberNotEnteredError('AccessDenied')])(
    'passes on what is said already: %s',
    async (error) => {
      await expect(failing(error).describe('vpce-1')).rejects.toBe(error);
    },
  );
});
