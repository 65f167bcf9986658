/**
 * One hub for an organization: the hub, the StackSets that make each account of two units its member, and the management
 * account, which StackSets leaves out.
 *
 * In this repository, after `npm run build`: npx cdk synth --app "npx tsx examples/organization/app.ts"
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AtlasCredentials,
  type AtlasHub,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkMember,
  AtlasPrivateLinkMembers,
  EndpointSelection,
} from 'cdk-atlas-privatelink';
import type { Construct } from 'constructs';

const ORGANIZATION = 'o-a1b2c3d4e5';
/** Units whose accounts are served. */
const UNITS = ['ou-ab12-11112222', 'ou-ab12-33334444'];
const REGIONS = ['eu-west-1', 'us-east-1'];
const MANAGEMENT_ACCOUNT = '999999999999';
/** A delegated administrator for StackSets. */
const HUB = { account: '111122223333', region: 'eu-west-1' };
/** Accounts that may reach production data. */
const PRODUCTION = ['222222222222', '333333333333'];

export class HubStack extends Stack {
  readonly hub: AtlasHub;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const credentials = AtlasCredentials.fromSecretName('atlas/automation');
    const link = new AtlasPrivateLink(this, 'AtlasLinks', {
      projects: [
        { projectId: '6a793f63c0eb9e7a177153f5', credentials, accounts: PRODUCTION },
        { projectId: '6a793f63c0eb9e7a177153f6', credentials },
      ],
      endpointSelection: EndpointSelection.tagged('atlas-privatelink'),
      // The management account is in no unit: the organization as a whole may send events, if it has the member stack.
      members: AtlasMembers.organization(ORGANIZATION, { regions: REGIONS }),
    });
    this.hub = link.hub;
  }
}

const app = new App();
const hubStack = new HubStack(app, 'AtlasHub', { env: HUB });
const { hub } = hubStack;

const membersStack = new Stack(app, 'AtlasMembers', { env: HUB });
new AtlasPrivateLinkMembers(membersStack, 'Members', {
  hub,
  organizationalUnitIds: UNITS,
  managementAccountId: MANAGEMENT_ACCOUNT,
});
// A rule whose target does not exist yet may be refused.
membersStack.node.addDependency(hubStack);

const managementStack = new Stack(app, 'AtlasMemberOfManagement', {
  env: { account: MANAGEMENT_ACCOUNT, region: 'eu-west-1' },
});
new AtlasPrivateLinkMember(managementStack, 'Member', { hub });
managementStack.node.addDependency(hubStack);
app.synth();
