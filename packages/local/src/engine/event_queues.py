"""Events wait until there is room for their function, as on AWS.

Lambda keeps what is invoked asynchronously in a queue of the function's. What finds no room goes back into it for up to six hours;
only what has failed counts as a try: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
The engine has no such queue: it begins all at once, and drops what found no room three times within three seconds. EventBridge's
events it begins once.
"""

import contextvars
import dataclasses
import json
import os
import queue
import sys
import threading
import time

from ministack.services import eventbridge, lambda_svc

ROOM_POLL_SECONDS = 0.2

queues = {}
queues_lock = threading.Lock()


def install():
    lambda_svc.invoke_async_with_retry = accept
    eventbridge._dispatch_to_lambda = accept_of_eventbridge


@dataclasses.dataclass(frozen=True)
class Invocation:
    function: dict
    event: dict
    # Whose chain of invocations it belongs to.
    context: contextvars.Context
    accepted_at: float
    tries: int = 0

    @property
    def config(self):
        return self.function.get("config") or self.function

    @property
    def settings(self):
        latest = (self.function.get("event_invoke_configs") or {}).get("$LATEST")
        return self.function.get("event_invoke_config") or latest or {}

    def is_too_old(self, in_seconds=0):
        return time.time() + in_seconds > self.accepted_at + int(self.settings.get("MaximumEventAgeInSeconds", 21_600))


def accept(function, event):
    put(Invocation(function, event, contextvars.copy_context(), time.time()))


def accept_of_eventbridge(arn, payload):
    function, config, name = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        return eventbridge.logger.warning("EventBridge: function %s not found", name)
    accept(lambda_svc._execution_record_for_config(function, config), event_of(payload))


def event_of(payload):
    # As the engine does it: what is no JSON comes as a body.
    try:
        return json.loads(payload)
    except json.JSONDecodeError:
        return {"body": payload}


def at_once():
    """How many events of a function are served at once. A new process wants a processor to itself before it does anything; and
    most of the room is left to callers who wait for an answer."""
    room = lambda_svc._ACCOUNT_CONCURRENCY_CAP or sys.maxsize
    return max(1, min(max(4, os.cpu_count()), room // 4))


def put(invocation):
    name = invocation.config["FunctionArn"]
    with queues_lock:
        if name not in queues:
            queues[name] = queue.SimpleQueue()
            for _ in range(at_once()):
                threading.Thread(target=work, args=(queues[name],), daemon=True).start()
    queues[name].put(invocation)


def work(invocations):
    while True:
        invocation = invocations.get()
        try:
            serve(invocation)
        except Exception:
            lambda_svc.logger.exception("an event of %s was lost", invocation.config["FunctionName"])


def serve(invocation):
    result = result_of(invocation)
    while result.get("throttle") and not invocation.is_too_old():
        time.sleep(ROOM_POLL_SECONDS)
        result = result_of(invocation)
    if not result.get("error"):
        return
    base, most = lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS, lambda_svc._LAMBDA_ASYNC_RETRY_MAX_SECONDS
    pause = min(base * 2**invocation.tries, most)
    if invocation.tries >= int(invocation.settings.get("MaximumRetryAttempts", 2)) or invocation.is_too_old(pause):
        return give_up(invocation, result)
    again = threading.Timer(pause, put, [dataclasses.replace(invocation, tries=invocation.tries + 1)])
    again.daemon = True
    again.start()


def result_of(invocation):
    run = lambda_svc._execute_function_with_config_scope
    return invocation.context.run(run, invocation.function, invocation.event)


def give_up(invocation, result):
    on_failure = (invocation.settings.get("DestinationConfig") or {}).get("OnFailure") or {}
    dead_letters = invocation.config.get("DeadLetterConfig") or {}
    target = on_failure.get("Destination") or dead_letters.get("TargetArn")
    if target:
        route, name = lambda_svc._route_async_failure, invocation.config["FunctionName"]
        lambda_svc._run_with_function_config_scope(invocation.function, route, target, name, invocation.event, result)
