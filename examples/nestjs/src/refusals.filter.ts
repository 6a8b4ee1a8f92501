import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from "@nestjs/common";
import { Refusal } from "@tidings/admission";
import { errorAnswer } from "@tidings/admission/http";
import type { Response } from "express";

/** Answers everything that is thrown with the contract's error body. */
@Catch()
export class RefusalsFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost) {
    const { status, headers, body, isFailure } = errorAnswer(thrown, refusalOfNest);
    if (isFailure) process.stderr.write(`${String(thrown)}\n`);
    const response: Response = host.switchToHttp().getResponse();
    response.status(status).set(headers).json(body);
  }
}

/** What Nest itself refuses is worded for its caller: a path that is none, a body that is no JSON or too large. */
function refusalOfNest(thrown: unknown): Refusal | undefined {
  if (!(thrown instanceof HttpException) || thrown.getStatus() >= 500) return undefined;
  return new Refusal("bad_request", [thrown.message], { status: thrown.getStatus() });
}
