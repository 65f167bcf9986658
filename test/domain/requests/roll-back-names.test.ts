import { expect, it } from 'vitest';
import { executionNameOf } from '../../../lambda/domain/model/execution-name.js';
import { requestName, resourcePrefix } from '../../../lambda/domain/requests/request-name.js';
import {
  rollBackName,
  rollBackPrefixes,
  rolledBackBy,
  secondRollBackName,
} from '../../../lambda/domain/requests/roll-back-names.js';
import { RESPOND_TO } from '../../custom-resources/requests.js';

const LONGEST = { ...RESPOND_TO, logicalResourceId: 'A'.repeat(255) };

it.each([
  ['a roll-back', rollBackName, 0],
  ['a second roll-back', secondRollBackName, 1],
])('%s is found by the prefix of the resource, and names what it rolls back', (_, nameOf, index) => {
  for (const respondTo of [RESPOND_TO, LONGEST]) {
    const name = requestName(respondTo);
    const rollBack = nameOf(`arn:aws:states:eu-west-1:111122223333:execution:links:${name}`);
    expect(rollBack).toBe(nameOf(name));
    const found = rollBackPrefixes(resourcePrefix(respondTo)).map((prefix) => rollBack.startsWith(prefix));
    expect(found).toEqual([index === 0, index === 1]);
    expect(rolledBackBy(rollBack)).toBe(executionNameOf(name));
  }
});
