import type {
  DeleteParameterCommandInput,
  DeleteParameterCommandOutput,
  DeleteParametersCommandInput,
  DeleteParametersCommandOutput,
  GetParameterCommandInput,
  GetParameterCommandOutput,
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput,
  GetParametersCommandInput,
  GetParametersCommandOutput,
  PutParameterCommandInput,
  PutParameterCommandOutput,
  Parameter as SdkParameter,
} from '@aws-sdk/client-ssm';
import type { Caller } from './caller.js';
import {
  type JsonService,
  type JsonServiceDescription,
  jsonService,
  type OnWire,
  type Operation,
} from './json-service.js';
import type { RetryPatience } from './patient-retries.js';

export interface ParameterStoreOperations {
  DeleteParameter: Operation<DeleteParameterCommandInput, DeleteParameterCommandOutput>;
  DeleteParameters: Operation<DeleteParametersCommandInput, DeleteParametersCommandOutput>;
  GetParameter: Operation<GetParameterCommandInput, GetParameterCommandOutput>;
  GetParameters: Operation<GetParametersCommandInput, GetParametersCommandOutput>;
  GetParametersByPath: Operation<GetParametersByPathCommandInput, GetParametersByPathCommandOutput>;
  PutParameter: Operation<PutParameterCommandInput, PutParameterCommandOutput>;
}

export type ParameterStore = JsonService<ParameterStoreOperations>;
export type Parameter = OnWire<SdkParameter>;

export const PARAMETER_STORE: JsonServiceDescription = {
  name: 'ssm',
  endpointVariable: 'SSM',
  target: 'AmazonSSM',
  jsonVersion: '1.1',
  isFipsHost: ({ isGovCloud, fips, dualStack }) => fips && (dualStack || !isGovCloud),
};

export function parameterStore(patience?: RetryPatience, caller?: Caller): ParameterStore {
  return jsonService(PARAMETER_STORE, patience, caller);
}
