/**
 * A stack that was there before, with its VPC and its VPC endpoint to Atlas, and the automation added to it.
 *
 * In this repository, after `npm run build`:
 * npx cdk synth --app "npx tsx examples/existing-stack/app.ts" -c atlasProjectId=… -c atlasServiceName=com.amazonaws.vpce.…
 */
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointService,
  Peer,
  Port,
  SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection, LinkOutcome } from 'cdk-atlas-privatelink';
import type { Construct } from 'constructs';

export interface PaymentsStackProps extends StackProps {
  /** Atlas: Project Settings, Project ID. */
  readonly atlasProjectId: string;
  /** Atlas: Network Access, Private Endpoint; `com.amazonaws.vpce.<region>.vpce-svc-…`. */
  readonly atlasServiceName: string;
}

export class PaymentsStack extends Stack {
  constructor(scope: Construct, id: string, props: PaymentsStackProps) {
    super(scope, id, props);

    // What was there before.
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2 });
    const securityGroup = new SecurityGroup(this, 'AtlasEndpointAccess', { vpc });
    // Atlas's load balancer has a port for each node, from 1024 up; 27017 is not among them.
    securityGroup.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcpRange(1024, 65535));
    const atlasEndpoint = new InterfaceVpcEndpoint(this, 'AtlasEndpoint', {
      vpc,
      service: new InterfaceVpcEndpointService(props.atlasServiceName),
      // Atlas's own DNS names lead to the endpoint.
      privateDnsEnabled: false,
      securityGroups: [securityGroup],
    });

    // What is new: endpoints of this VPC are linked, others are not.
    const onCall = new Topic(this, 'OnCall', { enforceSSL: true });
    const links = new AtlasPrivateLink(this, 'AtlasLinks', {
      projects: [
        {
          projectId: props.atlasProjectId,
          credentials: AtlasCredentials.fromSecretName('atlas/automation'),
        },
      ],
      endpointSelection: EndpointSelection.inVpcs(vpc),
      alarmActions: [new SnsAction(onCall)],
    });
    links.onLinkConcluded('NotLinked', new SnsTopic(onCall), [LinkOutcome.FAILED, LinkOutcome.TIMED_OUT]);

    // In a new deployment the rule listens before the endpoint is created. One that exists already is linked by the
    // reconciliation that the deployment starts.
    atlasEndpoint.node.addDependency(links);
  }
}

const app = new App();
const setting = (name: string, example: string): string => app.node.tryGetContext(name) ?? example;

new PaymentsStack(app, 'Payments', {
  atlasProjectId: setting('atlasProjectId', '6a793f63c0eb9e7a177153f5'),
  atlasServiceName: setting('atlasServiceName', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'),
});
app.synth();
