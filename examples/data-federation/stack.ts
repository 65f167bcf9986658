/** A private path from a VPC to the Federated Database Instances and Online Archives of an Atlas project. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IConnectable, IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  AtlasCredentials,
  AtlasDataFederationEndpoint,
  AtlasDataFederationLinksLookup,
  AtlasPrivateLinkProvider,
} from 'cdk-atlas-privatelink';
import type { Construct } from 'constructs';

export interface DataFederationStackProps extends StackProps {
  readonly vpc: IVpc;
  /** What queries the archives, such as a function or a service in the VPC. */
  readonly application: IConnectable;
}

export class DataFederationStack extends Stack {
  constructor(scope: Construct, id: string, props: DataFederationStackProps) {
    super(scope, id, props);
    const provider = new AtlasPrivateLinkProvider(this, 'Atlas', {
      projects: [
        {
          projectId: '6a793f63c0eb9e7a177153f5',
          credentials: AtlasCredentials.fromSecretName('atlas/automation'),
        },
      ],
    });

    const archives = new AtlasDataFederationEndpoint(this, 'Archives', {
      provider,
      vpc: props.vpc,
      peers: [],
      comment: 'Reporting',
    });
    archives.connections.allowDefaultPortFrom(props.application);

    const all = new AtlasDataFederationLinksLookup(this, 'Registered', { provider });
    all.node.addDependency(archives);
    new CfnOutput(this, 'DnsName', { value: archives.attributes.customerEndpointDnsName });
    new CfnOutput(this, 'RegisteredEndpoints', { value: all.endpointIds.join(' ') });
  }
}
