import { ItemRefusedError } from '../domain/model/errors/item-refused-error.js';

/** What EC2, Parameter Store and Step Functions say of an id, a name or a value that can be none. */
const REFUSALS = [
  /^Invalid[A-Za-z]*(Id|ID)\.Malformed$/,
  /^Invalid(VpcEndpointId|Parameter|ParameterValue|ParameterCombination|Filter|Name|Arn|ExecutionInput)$/,
  /^Validation(Exception|Error)$/,
  /^(HierarchyLevelLimitExceeded|HierarchyTypeMismatch|ParameterPatternMismatch|UnsupportedParameterType)(Exception)?$/,
  // Of the first one: the account has as many parameters in the Region as it may have, of both tiers.
  /^Parameter(LimitExceeded|MaxVersionLimitExceeded)$/,
];

export function isItemRefusal(error: unknown): boolean {
  return error instanceof Error && REFUSALS.some((refusal) => refusal.test(error.name));
}

/** @throws ItemRefusedError in place of an error that speaks of this item alone */
export async function tellingItemRefusals<T>(item: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isItemRefusal(error)) throw error;
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : '';
    throw new ItemRefusedError(`AWS does not take ${JSON.stringify(item)}: ${wording}`, { cause: error });
  }
}
