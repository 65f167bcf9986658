import type { IncomingMessage } from 'node:http';
import type { AwsCall, AwsResponse } from './aws-call.js';
import type { AwsError } from './aws-error.js';
import { formRequest } from './form-request.js';
import { formApiError } from './unknown-action.js';
import { escapeXml } from './xml.js';

const CONTENT_TYPE = 'text/xml';

/** The Query protocol: form-encoded requests, XML responses with a result of the call's name. */
export class QueryApi {
  private readonly namespace: string;

  /** @param namespace of the responses; default: none */
  constructor(
    private readonly service: string,
    namespace?: string,
  ) {
    this.namespace = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  }

  read(request: IncomingMessage, body: string): Pick<AwsCall, 'action' | 'input'> {
    return formRequest(this.service, request, body);
  }

  reply({ action, requestId }: AwsCall, result: unknown): AwsResponse {
    const name = action.slice(this.service.length + 1);
    const body = `<${name}Response${this.namespace}><${name}Result>${String(result)}</${name}Result><ResponseMetadata>${idOf(requestId)}</ResponseMetadata></${name}Response>`;
    return { status: 200, contentType: CONTENT_TYPE, body };
  }

  refuse(refusal: AwsError, requestId: string): AwsResponse {
    const { status, code, message } = formApiError(refusal);
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    const body = `<ErrorResponse${this.namespace}>${error}${idOf(requestId)}</ErrorResponse>`;
    return { status, contentType: CONTENT_TYPE, body };
  }
}

function idOf(requestId: string): string {
  return `<RequestId>${requestId}</RequestId>`;
}
