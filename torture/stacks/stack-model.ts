import fc from 'fast-check';
import type { Model, Sequence } from '../model/model.js';
import { violationsIn } from './stack-invariants.js';
import { type StackSetting, type StackStep, stackSetting, stackStep } from './stack-steps.js';
import { StackWorld } from './stack-world.js';

/** A stack that declares services and links, is deployed several times and then deleted. */
export const stackModel: Model<StackSetting, StackStep> = {
  name: 'stacks',
  sequences: fc.record({
    setting: stackSetting,
    steps: fc.array(stackStep, { minLength: 1, maxLength: 3 }),
  }),
  play: playStacks,
  actorsOf: (step) => [
    'deploy',
    ...step.faults.map(({ method, effect }) => `Atlas fails ${method} (${effect.kind})`),
    ...step.lies.map(({ method }) => `a proxy lies about ${method}`),
    ...step.kills.map((action) => `crash at ${action}`),
    ...step.neighbour.map(({ act }) => `neighbour: ${act}`),
    ...(step.stopAfterSeconds === null ? [] : ['stop an execution']),
    ...(step.cancelAfterSeconds === null ? [] : ['CloudFormation cancels']),
  ],
};

async function playStacks({ setting, steps }: Sequence<StackSetting, StackStep>): Promise<string[]> {
  const stacks = await StackWorld.start(setting);
  try {
    for (const step of steps) await stacks.deploy(step);
    const respondedBefore = stacks.world.responsesReceived.length;
    await stacks.removeAll();
    return violationsIn(stacks, respondedBefore);
  } finally {
    await stacks.world.close();
  }
}
