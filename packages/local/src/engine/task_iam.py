"""What the engine's IAM lacks of ECS tasks, where IAM is enforced.

The engine judges a call about a task by its cluster, knows no condition key of ECS, lets any role be handed to a task, and
lets nobody take the role of one. Actions, resources and keys are those of
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

import dataclasses
import json

from ministack.core import iam_actions, iam_evaluator
from ministack.services import ecs

TASKS = "ecs-tasks.amazonaws.com"


def install():
    judge_calls_by_task_and_definition()
    know_the_cluster_as_a_condition()
    ask_whether_roles_may_be_passed()
    let_the_stack_take_task_roles()


def judge_calls_by_task_and_definition():
    engines = iam_actions.extract_resource_arn

    def resource_arn(service, method, path, headers, body, query_params, region, account_id):
        action = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
        request = request_of(service, body)
        base = f"arn:aws:ecs:{region}:{account_id}"
        if request and action == "RunTask":
            return f"{base}:task-definition/{ecs._resolve_td_key(request.get('taskDefinition'))}"
        if request and action == "StopTask":
            return task_arn(base, request.get("cluster", "default"), request.get("task", ""))
        if request and action == "DescribeTasks":
            return task_arn(base, request.get("cluster", "default"), (request.get("tasks") or [""])[0])
        if request and action == "ListTasks":
            return "*"
        return engines(service, method, path, headers, body, query_params, region, account_id)

    iam_actions.extract_resource_arn = resource_arn


def know_the_cluster_as_a_condition():
    engines = iam_actions.request_tag_context

    def context(service, iam_action, body, params):
        cluster = request_of(service, body).get("cluster", "default")
        known = engines(service, iam_action, body, params)
        return {**known, "ecs:cluster": cluster_arn(cluster)} if service == "ecs" else known

    iam_actions.request_tag_context = context


def ask_whether_roles_may_be_passed():
    engines = iam_evaluator.enforce

    def enforce(access_key, iam_action, service, region, resource_arn="*", service_context=None):
        denied = engines(access_key, iam_action, service, region, resource_arn, service_context)
        if denied or iam_action != "ecs:RunTask":
            return denied
        definition = ecs._task_defs.get(resource_arn.rsplit("/", 1)[-1]) or {}
        roles = {definition.get("taskRoleArn"), definition.get("executionRoleArn")} - {None, ""}
        passing = {"iam:PassedToService": TASKS}
        refusals = (engines(access_key, "iam:PassRole", "iam", region, role, passing) for role in sorted(roles))
        return next((refusal for refusal in refusals if refusal), None)

    iam_evaluator.enforce = enforce


def let_the_stack_take_task_roles():
    """On AWS the service takes a task's role. Here the stack does, with the root key, which the engine takes for any service;
    what it lacks is the source that a role's trust policy may name."""
    engines = iam_evaluator.evaluate_trust_policy

    def evaluate(trust_policy, caller_arn, ctx=None):
        if ctx is not None and ctx.principal_type == "Root":
            source = f"arn:aws:ecs:{ctx.region}:{ctx.principal_account}:*"
            known = {"aws:sourceaccount": ctx.principal_account, "aws:sourcearn": source}
            ctx = dataclasses.replace(ctx, service_context={**ctx.service_context, **known})
        return engines(trust_policy, caller_arn, ctx)

    iam_evaluator.evaluate_trust_policy = evaluate


def request_of(service, body):
    return json.loads(body) if service == "ecs" and body[:1] == b"{" else {}


def cluster_arn(cluster):
    if cluster.startswith("arn:"):
        return cluster
    return f"arn:aws:ecs:{ecs.get_region()}:{ecs.get_account_id()}:cluster/{cluster}"


def task_arn(base, cluster, task):
    return task if task.startswith("arn:") else f"{base}:task/{cluster.rsplit('/', 1)[-1]}/{task}"
