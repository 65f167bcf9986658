/** A member stack that no StackSet makes. */
import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { type AtlasHub, AtlasPrivateLinkMember } from '../../lib/index.js';
import {
  createStackInstance,
  type StackInstance,
} from '../../local/aws/cloudformation/stack-sets/stack-instance.js';
import type { WorldPlace } from '../../local/world-place.js';

/** The member stack with all its parts, as `aws cloudformation deploy` makes it. */
export function deployMember({ aws }: WorldPlace, hub: AtlasHub): StackInstance {
  const stack = new Stack(new App({ ...UNCHECKED, context: featureFlags() }), 'ByHand');
  new AtlasPrivateLinkMember(stack, 'Member', { hub });
  const app = stack.node.root as App;
  const { template } = app.synth().getStackArtifact(stack.artifactId);
  const { Parameters: _, Rules: __, ...body } = template;
  return createStackInstance(
    {
      name: 'by-hand',
      arn: '',
      body: JSON.stringify(body),
      parameters: {},
      capabilities: ['CAPABILITY_NAMED_IAM'],
      units: [],
      regions: [aws.region],
      isAutomatic: false,
      retainsStacks: false,
      dependsOn: [],
      callAs: 'SELF',
      tolerance: {},
    },
    aws,
  );
}
