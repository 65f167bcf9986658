import { describe, expect, it } from 'vitest';
import { isReachable, reachableIds, reachRefusal } from '../../../lambda/domain/members/project-reach.js';
import { PROJECT_ID } from '../samples.js';

const HERE = { account: '111122223333', region: 'eu-west-1' as const };
const project = { projectId: PROJECT_ID };

describe('a project may be reached', () => {
  it.each([
    ['without limits', {}, true],
    ['from a listed account', { accounts: ['222233334444', HERE.account] }, true],
    ['from a listed Region', { regions: ['us-east-1', HERE.region] }, true],
    ['from another account', { accounts: ['222233334444'] }, false],
    ['from another Region', { regions: ['us-east-1'] }, false],
    ['from a listed account in another Region', { accounts: [HERE.account], regions: ['us-east-1'] }, false],
    ['by an empty list', { accounts: [] }, false],
  ])('%s: %j', (_, limits, expected) => {
    expect(isReachable({ ...project, ...limits }, HERE)).toBe(expected);
    expect(reachableIds([{ ...project, ...limits }], HERE)).toEqual(expected ? [PROJECT_ID] : []);
  });

  it('not at all if the automation does not have it', () => {
    expect(isReachable(undefined, HERE)).toBe(false);
    expect(reachRefusal([], PROJECT_ID, HERE)?.message).toContain('the automation does not have the project');
  });

  it('or the refusal says from where, and what limits it', () => {
    const limits = { accounts: ['222233334444'], regions: ['us-east-1'] };
    expect(reachRefusal([{ ...project, ...limits }], PROJECT_ID, HERE)).toMatchObject({
      code: 'ACCOUNT_NOT_ALLOWED',
      message: `VPC endpoints of 111122223333 eu-west-1 may not be linked to Atlas project ${PROJECT_ID}: the automation limits it to accounts 222233334444 and Regions us-east-1.`,
    });
  });
});
