/**
 * A VPC endpoint that Terraform has made, on its way into a stack: first imported alone, then with its link. The endpoint
 * is as it stands in EC2, since an import changes nothing.
 */
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import {
  AtlasCredentials,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointService,
  AtlasPrivateLinkProvider,
  PrivateEndpoint,
} from 'cdk-atlas-privatelink';
import type { Construct } from 'constructs';

export interface ImportedEndpointProps extends StackProps {
  /** False until `cdk import` has ended: it takes nothing that has to be created. */
  readonly isImported: boolean;
  readonly atlasProjectId: string;
  readonly atlasSecretName: string;
  /** `endpoint_service_name` of `mongodbatlas_privatelink_endpoint`. */
  readonly atlasServiceName: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

export class ImportedEndpointStack extends Stack {
  constructor(scope: Construct, id: string, props: ImportedEndpointProps) {
    super(scope, id, props);
    const { atlasProjectId: projectId } = props;

    // aws_vpc_endpoint.atlas
    const endpoint = new CfnVPCEndpoint(this, 'VpcEndpoint', {
      vpcId: props.vpcId,
      serviceName: props.atlasServiceName,
      vpcEndpointType: 'Interface',
      subnetIds: props.subnetIds,
      securityGroupIds: props.securityGroupIds,
      privateDnsEnabled: false,
    });
    // What is imported needs a policy, and the way back to Terraform needs this one.
    endpoint.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (!props.isImported) return;

    const credentials = AtlasCredentials.fromSecretName(props.atlasSecretName);
    const provider = new AtlasPrivateLinkProvider(this, 'Atlas', { projects: [{ projectId, credentials }] });
    // mongodbatlas_privatelink_endpoint.atlas, which is adopted
    const service = new AtlasPrivateEndpointService(this, 'EndpointService', { provider, projectId });
    // mongodbatlas_privatelink_endpoint_service.atlas, which is adopted. By its id: an adopted link is not removed with the stack.
    new AtlasPrivateEndpointLink(this, 'Link', {
      provider,
      service,
      endpoint: PrivateEndpoint.vpcEndpointId(endpoint.attrId),
    });
  }
}
