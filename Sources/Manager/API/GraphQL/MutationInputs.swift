import Core
import GraphQL

/// The input objects of mutations; those of plain nouns follow from their columns.
enum MutationInputs {
    static let all: [GraphQLInputObject] =
        [
            GraphQLInputObject(
                "ModifyAgentInput",
                fields: [GraphQLInput("schedulable", .boolean), GraphQLInput("scaling_group", .string)]),
            creation(Nouns.domain, "DomainInput"), modification(Nouns.domain, "ModifyDomainInput"),
            creation(Nouns.group, "GroupInput"), modifyGroup, user, modifyUser,
            GraphQLInputObject("PurgeUserInput", fields: [GraphQLInput("purge_shared_vfolders", .boolean)]),
            keypair, modifyKeypair, image,
            GraphQLInputObject("KVPairInput", fields: [GraphQLInput("key", .string), GraphQLInput("value", .string)]),
            GraphQLInputObject(
                "ResourceLimitInput",
                fields: [GraphQLInput("key", .string), GraphQLInput("min", .string), GraphQLInput("max", .string)]),
        ]
        + pairs(Nouns.keypairPolicy, "KeyPairResourcePolicy") + pairs(Nouns.userPolicy, "UserResourcePolicy")
        + pairs(Nouns.projectPolicy, "ProjectResourcePolicy") + pairs(Nouns.preset, "ResourcePreset")
        + pairs(Nouns.scalingGroup, "ScalingGroup") + pairs(Nouns.registry, "ContainerRegistry")

    private static func pairs(_ noun: Noun, _ type: String) -> [GraphQLInputObject] {
        [creation(noun, "Create\(type)Input"), modification(noun, "Modify\(type)Input")]
    }

    private static func creation(_ noun: Noun, _ name: String) -> GraphQLInputObject {
        GraphQLInputObject(name, fields: noun.columns.compactMap(\.creationInput))
    }

    private static func modification(_ noun: Noun, _ name: String) -> GraphQLInputObject {
        GraphQLInputObject(name, fields: noun.columns.compactMap(\.modificationInput))
    }

    private static let modifyGroup = GraphQLInputObject(
        "ModifyGroupInput",
        fields: Nouns.group.columns.compactMap(\.modificationInput) + [
            GraphQLInput("user_update_mode", .string), GraphQLInput("user_uuids", "[String]"),
        ])

    private static let user = GraphQLInputObject(
        "UserInput",
        fields: [
            GraphQLInput("username", "String!"), GraphQLInput("password", "String!"),
            GraphQLInput("need_password_change", "Boolean!"), GraphQLInput("full_name", .string, default: ""),
            GraphQLInput("description", .string, default: ""), GraphQLInput("is_active", .boolean, default: true),
            GraphQLInput("status", .string, default: "active"),
            GraphQLInput("domain_name", "String!", default: "default"), GraphQLInput("role", .string, default: "user"),
            GraphQLInput("group_ids", "[String]"), GraphQLInput("allowed_client_ip", "[String]", default: .null),
            GraphQLInput("totp_activated", .boolean, default: false),
            GraphQLInput("resource_policy", .string, default: "default"),
            GraphQLInput("sudo_session_enabled", .boolean, default: false),
        ])

    private static let modifyUser = GraphQLInputObject(
        "ModifyUserInput",
        fields: [
            GraphQLInput("username", .string), GraphQLInput("password", .string),
            GraphQLInput("need_password_change", .boolean), GraphQLInput("full_name", .string),
            GraphQLInput("description", .string), GraphQLInput("is_active", .boolean), GraphQLInput("status", .string),
            GraphQLInput("domain_name", .string), GraphQLInput("role", .string), GraphQLInput("group_ids", "[String]"),
            GraphQLInput("allowed_client_ip", "[String]"), GraphQLInput("totp_activated", .boolean),
            GraphQLInput("resource_policy", .string), GraphQLInput("sudo_session_enabled", .boolean),
            GraphQLInput("main_access_key", .string),
        ])

    private static let keypair = GraphQLInputObject(
        "KeyPairInput",
        fields: [
            GraphQLInput("is_active", .boolean, default: true), GraphQLInput("is_admin", .boolean, default: false),
            GraphQLInput("resource_policy", "String!"), GraphQLInput("concurrency_limit", .int),
            GraphQLInput("rate_limit", "Int!"),
        ])

    private static let modifyKeypair = GraphQLInputObject(
        "ModifyKeyPairInput",
        fields: [
            GraphQLInput("is_active", .boolean), GraphQLInput("is_admin", .boolean),
            GraphQLInput("resource_policy", .string), GraphQLInput("concurrency_limit", .int),
            GraphQLInput("rate_limit", .int),
        ])

    private static let image = GraphQLInputObject(
        "ModifyImageInput",
        fields: ImageMutations.unchangeable + [
            GraphQLInput("labels", "[KVPairInput]"), GraphQLInput("resource_limits", "[ResourceLimitInput]"),
        ])
}
