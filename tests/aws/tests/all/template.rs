//! What the template promises that no run shows.

use deployment::{FUNCTIONS, QUEUES, Template};
use store::schema::Index;

/// SEC-34: the parts of a role that Lambda itself uses for the function.
pub fn by_lambda(action: &str) -> bool {
    let queues = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    action.starts_with("logs:") || queues.contains(&action)
}

#[test]
fn all_functions_are_there_and_each_has_a_role_and_a_log() {
    let template = Template::read();
    let mut functions = FUNCTIONS.map(str::to_owned);
    functions.sort();
    assert_eq!(template.of_type("AWS::Serverless::Function"), functions);
    for function in FUNCTIONS {
        let properties = template.part(&["Resources", function, "Properties"]);
        assert_eq!(properties["Role"]["Fn::GetAtt"], format!("{function}Role.Arn"), "{function}");
        assert!(properties.get("Policies").is_none(), "{function}: SAM would make a role of its own");
        assert_eq!(properties["LoggingConfig"]["LogGroup"]["Ref"], format!("{function}Logs"), "{function}");
        let log = template.part(&["Resources", &format!("{function}Logs"), "Properties"]);
        assert!(log["RetentionInDays"].is_object(), "{function}: its log is kept for ever");
    }
}

/// SEC-29, SEC-34: nothing in an environment is a secret, and only who needs the channels' secrets may read them.
#[test]
fn no_environment_holds_a_secret_and_few_functions_may_read_any() {
    let template = Template::read();
    for function in FUNCTIONS {
        for (name, value) in template.environment(function) {
            let secret =
                ["secret", "token", "password", "key"].iter().any(|word| name.to_lowercase().contains(word));
            assert!(!secret && !value.contains("resolve:"), "{function}: {name}={value}");
        }
        let role = template.role(function);
        let reads = |part: &str| {
            role.allows.iter().any(|(action, arn)| action.starts_with("ssm:") && arn.ends_with(part))
        };
        let channels = ["Ingest", "Worker", "Sender", "Fetch", "Api"].contains(&function);
        let model = ["Api", "Rewrite"].contains(&function);
        assert_eq!((reads("/desk"), reads("/inboxes"), reads("/ai")), (true, channels, model), "{function}");
    }
}

/// The template's table is the one that the code makes elsewhere.
#[test]
fn the_table_has_the_shape_that_the_code_says() {
    let template = Template::read();
    let table = template.part(&["Resources", "Table", "Properties"]);
    let keys = |schema: &serde_json::Value| {
        let keys = schema.as_array().unwrap().iter();
        keys.map(|key| key["AttributeName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(keys(&table["KeySchema"]), [Index::Base.hash(), Index::Base.range()]);
    let mut found = Vec::new();
    for list in ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"] {
        for index in table[list].as_array().unwrap() {
            let keys_only = index["Projection"]["ProjectionType"] == "KEYS_ONLY";
            let name = index["IndexName"].as_str().unwrap().to_owned();
            found.push((name, keys(&index["KeySchema"]), keys_only, list.starts_with("Global")));
        }
    }
    let expected = Index::SECONDARY.map(|index| {
        let keys = vec![index.hash().to_owned(), index.range().to_owned()];
        (index.name().unwrap().to_owned(), keys, index.is_global(), index.is_global())
    });
    assert_eq!(found, expected);
    assert_eq!(table["TimeToLiveSpecification"]["AttributeName"], store::schema::EXPIRES_AT);
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true);
}

/// INV-18: a bell that cannot be answered goes aside and disturbs no other.
#[test]
fn every_queue_gives_up_into_the_queue_of_dead_bells_and_every_batch_may_fail_in_part() {
    let template = Template::read();
    for queue in template.of_type("AWS::SQS::Queue") {
        let redrive =
            template.part(&["Resources", &queue, "Properties", "RedrivePolicy", "deadLetterTargetArn"]);
        assert_eq!(redrive.is_null(), queue == "DeadBells", "{queue}");
    }
    for (queue, function) in QUEUES {
        let bells = template.part(&["Resources", function, "Properties", "Events", "Bells", "Properties"]);
        assert_eq!(bells["Queue"]["Fn::GetAtt"], format!("{queue}.Arn"), "{function}");
        assert_eq!(bells["FunctionResponseTypes"][0], "ReportBatchItemFailures", "{function}");
    }
}
