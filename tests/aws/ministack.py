"""Deploys infra/template.yaml into MiniStack, posts a signed LINE webhook to the HTTP API and waits for the reply.

Then a bell that cannot be answered dies, is listed and sent back, and the desk moves from its table to a file.

`cargo xtask test` runs it, in a network namespace of its own because MiniStack listens on all interfaces, with the folder of the
packages, the file of the log and the program `madoguchi`. What MiniStack does not have is taken out of the template and said.
"""

import base64, fcntl, hashlib, hmac, http.client, http.server, json, os, re, socket, struct, subprocess, sys, tempfile
import threading, time
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
PACKAGES, LOG, MADOGUCHI = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
REGION, GATEWAY, PROVIDER = "ap-northeast-1", 4566, 4580
SECRET, TOKEN = "7d3f0c5a9be14e6f8a2b1c4d5e6f7081", "an access token"
# Resources that MiniStack 1.5 does not make, and of which the walk below needs none.
WITHOUT = ["LiveAnswer", "ErrorsAlarm", "ThrottlesAlarm", "ConcurrencyAlarm", "Dashboard"]

replies = []


class Provider(http.server.BaseHTTPRequestHandler):
    """LINE, as far as it is called."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        replies.append((self.path, self.headers["authorization"], json.loads(body)))
        answer = json.dumps({"sentMessages": [{"id": "461230966842064897", "quoteToken": "q"}]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def bring_loopback_up():
    """A network namespace begins with nothing that is up. (netdevice(7): SIOCSIFFLAGS, IFF_UP and IFF_RUNNING.)"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", 0x1 | 0x40))


def client(service):
    return boto3.client(
        service, region_name=REGION, endpoint_url=f"http://127.0.0.1:{GATEWAY}", aws_access_key_id="test",
        aws_secret_access_key="test", config=Config(retries={"max_attempts": 1}, read_timeout=300,
                                                    s3={"addressing_style": "path"}))


def template(s3):
    """The template with its packages in a bucket, as `sam package` leaves it."""
    s3.create_bucket(Bucket="packages", CreateBucketConfiguration={"LocationConstraint": REGION})
    text = (ROOT / "infra/template.yaml").read_text()
    for name in re.findall(r"CodeUri: \.\./target/lambda/(\w+)\.zip", text):
        s3.upload_file(str(PACKAGES / f"{name}.zip"), "packages", f"{name}.zip")
        text = text.replace(f"CodeUri: ../target/lambda/{name}.zip", f"CodeUri: s3://packages/{name}.zip")
    for name in WITHOUT:
        text, count = re.subn(rf"(?m)^  {name}:\n(    .*\n|\n)+", "", text)
        assert count == 1, f"there is no {name} to leave out"
        print(f"without {name}: MiniStack has none")
    # It takes a number out of a parameter for a text.
    return text.replace("!Ref MostAtOnce", "50")


def settings(ssm):
    desk = '[desk]\nname = "みずの珈琲"\npublic_url = "https://replaced.invalid"\n'
    inbox = (f'[[inboxes]]\nid = "line-main"\nchannel = "line"\nname = "LINE"\nchannel_secret = "{SECRET}"\n'
             f'access_token = "{TOKEN}"\napi_base = "http://127.0.0.1:{PROVIDER}"\n')
    for name, value in [("desk/1", desk), ("inboxes/1", inbox), ("ai/1", "# no model\n")]:
        ssm.put_parameter(Name=f"/madoguchi/prod/{name}", Value=value, Type="SecureString")


def post(api, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", GATEWAY, timeout=60)
    host = {"host": f"{api}.execute-api.localhost:{GATEWAY}", "content-type": "application/json"}
    connection.request("POST", path, body, host | headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def madoguchi(*arguments):
    """What the program prints; it finds the emulator as it would find AWS."""
    environment = os.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{GATEWAY}", "AWS_REGION": REGION,
                                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    done = subprocess.run([MADOGUCHI, *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


def a_bell_dies(sqs, dynamodb, table, work, dead):
    """INV-18: five times it cannot be answered, and then it is in nobody's way."""
    broken = {"pk": {"S": "main#CONV#cnv_broken"}, "sk": {"S": "STATE"}}
    dynamodb.put_item(TableName=table, Item=broken | {"doc": {"S": "?"}, "version": {"N": "1"}})
    sqs.set_queue_attributes(QueueUrl=work, Attributes={"VisibilityTimeout": "1"})
    sqs.send_message(QueueUrl=work, MessageBody='{"work":"cnv_broken"}', MessageGroupId="cnv_broken")
    began = time.time()
    while "cnv_broken" not in (listed := madoguchi("dead-bells", "list", "--queue", dead)):
        assert time.time() - began < 120, "the bell does not die"
        time.sleep(1)
    print("dead:", listed.strip())
    dynamodb.delete_item(TableName=table, Key=broken)
    print(madoguchi("dead-bells", "redrive", "--queue", dead, "--about", "cnv_broken").strip())
    assert madoguchi("dead-bells", "list", "--queue", dead).strip() == "no dead bells"


def the_desk_moves(table):
    """From the table to a file, and out of the file again: the same items."""
    with tempfile.TemporaryDirectory() as folder:
        out, data, again = (f"{folder}/{name}" for name in ("out", "data", "again"))
        madoguchi("export", "--table", table, "--out", out)
        print(madoguchi("import", "--data", data, "--from", out).splitlines()[0])
        madoguchi("export", "--data", data, "--out", again)
        one, two = (sorted(Path(f"{it}/items.jsonl").read_text().splitlines()) for it in (out, again))
        assert one == two and len(one) > 5, (len(one), len(two))


def main():
    bring_loopback_up()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PROVIDER), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = os.environ | {"GATEWAY_PORT": str(GATEWAY), "MINISTACK_REGION": REGION,
                                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{GATEWAY}", "LAMBDA_EXECUTOR": "local"}
    log = LOG.open("w")
    stack = subprocess.Popen([str(Path(sys.executable).parent / "ministack")], env=environment, stdout=log, stderr=log)
    try:
        for _ in range(120):
            try:
                client("sts").get_caller_identity()
                break
            except Exception:
                time.sleep(0.5)
        began = time.time()
        cloudformation, dynamodb = client("cloudformation"), client("dynamodb")
        settings(client("ssm"))
        cloudformation.create_stack(
            StackName="desk", TemplateBody=template(client("s3")), Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[{"ParameterKey": "Architecture", "ParameterValue": "x86_64"}])
        while (it := cloudformation.describe_stacks(StackName="desk")["Stacks"][0])["StackStatus"].endswith("IN_PROGRESS"):
            time.sleep(1)
        resources = cloudformation.describe_stack_resources(StackName="desk")["StackResources"]
        for resource in resources:
            if not resource["ResourceStatus"].endswith("COMPLETE"):
                print("  ", resource["LogicalResourceId"], resource["ResourceStatus"], resource.get("ResourceStatusReason"))
        print(f"{it['StackStatus']} after {time.time() - began:.1f} s, {len(resources)} resources")
        assert it["StackStatus"] == "CREATE_COMPLETE", it.get("StackStatusReason")
        named = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}
        outputs = {o["OutputKey"]: o["OutputValue"] for o in it.get("Outputs", [])}

        # The first admin and the rules, as docs/deploy-aws.md walks.
        secret = "0123456789abcdef0123456789abcdef"
        dynamodb.put_item(TableName=outputs["TableName"], ConditionExpression="attribute_not_exists(pk)", Item={
            "pk": {"S": "main#SETTINGS"}, "sk": {"S": "setup"}, "version": {"N": "1"},
            "doc": {"S": json.dumps({"secret": hashlib.sha256(secret.encode()).hexdigest()})}})
        made = post(named["HttpApi"], "/v1/setup", json.dumps(
            {"secret": secret, "login": "admin", "name": "山田", "password": "a long one, please", "token": True}), {})
        assert made[0] == 200, made
        token = json.loads(made[1])["token"]
        rules = {"sources": [{"file": "10.rhai", "text": 'keyword("hours", ["何時"], |chat| chat.reply("10時からです。"));'}]}
        published = post(named["HttpApi"], "/v1/rules:publish", json.dumps(rules), {"authorization": f"Bearer {token}"})
        assert published[0] == 200, published

        event = {"type": "message", "mode": "active", "timestamp": int(time.time() * 1000),
                 "webhookEventId": "01K00000000000000000000001", "deliveryContext": {"isRedelivery": False},
                 "replyToken": "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA",
                 "source": {"type": "user", "userId": "U4af4980629b42fb5f0a3d0a6a7a1b2c3"},
                 "message": {"type": "text", "id": "468789577898262530", "quoteToken": "q", "text": "何時からですか"}}
        body = json.dumps({"destination": "Uxxx", "events": [event]}, ensure_ascii=False).encode()
        signature = base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
        forged = post(named["HttpApi"], "/hooks/line/line-main", body + b" ", {"x-line-signature": signature})
        assert forged[0] == 401, forged
        began = time.time()
        taken = post(named["HttpApi"], "/hooks/line/line-main", body, {"x-line-signature": signature})
        assert taken[0] == 200, taken
        print(f"the webhook is acknowledged after {time.time() - began:.2f} s")
        while not replies and time.time() - began < 60:
            time.sleep(0.05)
        assert replies, "no reply reached the provider within a minute"
        print(f"the reply reaches the provider after {time.time() - began:.2f} s")
        path, authorization, said = replies[0]
        assert path == "/v2/bot/message/reply" and authorization == f"Bearer {TOKEN}", replies
        assert said["messages"][0]["text"] == "10時からです。", said
        time.sleep(3)
        assert len(replies) == 1, replies
        print("one reply, with the rule's text")
        a_bell_dies(client("sqs"), dynamodb, outputs["TableName"], named["WorkQueue"], outputs["DeadBellsUrl"])
        the_desk_moves(outputs["TableName"])
    finally:
        stack.terminate()
        stack.wait()


main()
