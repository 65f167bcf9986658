import * as v from 'valibot';
import type { Parameter, ParameterStore } from '../../lambda/aws/parameter-store.js';
import { allBelow, unless } from '../../lambda/aws/parameters.js';
import { type MemberDescription, memberParameterName } from '../../lambda/contract/members.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import { jsonText } from '../../lambda/json/json-text.js';
import { validate } from '../../lambda/json/validate.js';
import { CommandError } from '../errors/command-error.js';

const schema: v.GenericSchema<unknown, MemberDescription> = v.object({
  version: v.pipe(v.number(), v.integer()),
  hubAccount: v.string(),
  hubRegion: v.string(),
  namespace: v.string(),
});

/**
 * Reads the parameter of a member stack.
 *
 * @throws CommandError if it is not as the stack writes it
 */
export function memberDescriptionIn(name: string, value: string): MemberDescription {
  const read = validate(jsonText(schema), value, { whole: 'value' });
  if (read.kind === 'valid') return read.value;
  throw new CommandError(
    `Parameter ${name} cannot be read: ${read.issues.join('; ')}.`,
    'Deploy the member stack again, or use the version of this command that belongs to it.',
  );
}

/** Parameters of member stacks in one account and Region. */
export interface MemberStacks {
  /** Of all hubs. @throws errors of the SDK */
  listStored(): Promise<Parameter[]>;
  /** @throws CommandError if it cannot be read, errors of the SDK */
  findStack(namespace: string): Promise<MemberDescription | undefined>;
}

export function memberStacks(parameters: ParameterStore): MemberStacks {
  return {
    listStored: () => allBelow(parameters, RegistryPath.MEMBER),
    findStack: async (namespace) => {
      const Name = memberParameterName(namespace);
      const found = await unless('ParameterNotFound', () => parameters.call('GetParameter', { Name }));
      return found === undefined ? undefined : memberDescriptionIn(Name, found.Parameter?.Value ?? '');
    },
  };
}
