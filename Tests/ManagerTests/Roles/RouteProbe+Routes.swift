import Core

@testable import Manager

extension RouteProbe {
    /// How every registered route is asked: a route that is missing here fails the walk.
    static let routes: [String: RouteProbe] = [
        general, accounts, administration, resources, sessions, streams, templates, dotfiles,
    ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

    private static let general: [String: RouteProbe] = [
        "GET /": fixed("/"),
        "GET /auth": fixed("/auth?echo=x"),
        "GET /auth/test": fixed("/auth/test?echo=x"),
        "POST /auth": fixed("/auth", #"{"echo":"x"}"#),
        "POST /auth/test": fixed("/auth/test", #"{"echo":"x"}"#),
        "GET /config/resource-slots": fixed("/config/resource-slots"),
        "GET /config/resource-slots/details": fixed("/config/resource-slots/details"),
        "GET /config/vfolder-types": fixed("/config/vfolder-types"),
        "GET /acl": fixed("/acl"),
        "GET /manager/status": fixed("/manager/status"),
        "GET /manager/announcement": fixed("/manager/announcement"),
        // What each query and mutation may do has walks of its own.
        "POST /admin/gql": fixed("/admin/gql", #"{"query":"{ domain { name } }"}"#),
        "POST /admin/graphql": fixed("/admin/graphql", #"{"query":"{ domain { name } }"}"#),
        "GET /spec/graphql": fixed("/spec/graphql"),
        "GET /spec/openapi.json": fixed("/spec/openapi.json"),
    ]

    private static let accounts: [String: RouteProbe] = [
        // Passwords take their time: without one, a request is understood, and declined.
        "POST /auth/authorize": fixed("/auth/authorize", "{}", [400]),
        "POST /auth/signup": fixed("/auth/signup", "{}", [400]),
        "POST /auth/update-password-no-auth": fixed("/auth/update-password-no-auth", "{}", [400]),
        "POST /server/login": fixed("/server/login", "{}", [400]),
        "POST /server/logout": fixed("/server/logout", "{}", [201]),
        "POST /server/login-check": fixed("/server/login-check", "{}"),
        "POST /server/update-password-no-auth": fixed("/server/update-password-no-auth", "{}", [400]),
        "POST /auth/signout": fixed("/auth/signout", "{}", [400]),
        "POST /auth/update-password": fixed("/auth/update-password", "{}", [400]),
        "GET /auth/role": fixed("/auth/role"),
        // Another's name is left as it is, without a word.
        "POST /auth/update-full-name": RouteProbe(
            effect: { question in
                let name = try await question.manager.store.rows(
                    of: Nouns.user, Nouns.user.has(question.owner.email)
                ).first?.text("full_name")
                return name == "Named by \(question.asker.role.rawValue)"
            },
            call: { question in
                Call(
                    target: "/auth/update-full-name",
                    body:
                        #"{"email":"\#(question.owner.email)","full_name":"Named by \#(question.asker.role.rawValue)"}"#
                )
            }),
        "GET /auth/ssh-keypair": fixed("/auth/ssh-keypair"),
        "PATCH /auth/ssh-keypair": fixed("/auth/ssh-keypair"),
        "POST /auth/ssh-keypair": fixed("/auth/ssh-keypair", #"{"pubkey":"x","privkey":"y"}"#, [400]),
    ]

    private static let administration: [String: RouteProbe] = [
        "PUT /manager/status": fixed("/manager/status", #"{"status":"running"}"#, [204]),
        "POST /manager/announcement": fixed("/manager/announcement", #"{"enabled":false}"#, [204]),
        "POST /manager/scheduler/operation": fixed(
            "/manager/scheduler/operation", #"{"op":"include-agents","args":["i-a"]}"#, [204]),
        "POST /manager/scheduler/trigger": fixed("/manager/scheduler/trigger", #"{"event":"schedule"}"#, [204]),
        "GET /manager/scheduler/status": fixed("/manager/scheduler/status"),
        "POST /config/get": fixed("/config/get", #"{"key":"x"}"#),
        "POST /config/set": fixed("/config/set", #"{"key":"x","value":"y"}"#),
        "POST /config/delete": fixed("/config/delete", #"{"key":"x"}"#),
        "GET /config/docker-registries": fixed("/config/docker-registries"),
        "POST /session/_/sync-agent-registry": fixed("/session/_/sync-agent-registry", #"{"agent":"i-x"}"#),
        "GET /resource/watcher": fixed("/resource/watcher", nil, [503]),
        "POST /resource/watcher/agent/start": fixed("/resource/watcher/agent/start", "{}", [503]),
        "POST /resource/watcher/agent/stop": fixed("/resource/watcher/agent/stop", "{}", [503]),
        "POST /resource/watcher/agent/restart": fixed("/resource/watcher/agent/restart", "{}", [503]),
        "POST /logs/error": fixed(
            "/logs/error",
            #"{"severity":"error","source":"s","message":"m","context_lang":"swift","context_env":{}}"#),
        "GET /logs/error": RouteProbe { question in
            Call(target: "/logs/error?page_size=5", needle: try await question.errorLog())
        },
        "POST /logs/error/:id/clear": RouteProbe { question in
            Call(target: "/logs/error/\(try await question.errorLog())/clear", body: "{}")
        },
    ]

    private static let resources: [String: RouteProbe] = [
        "GET /scaling-groups": RouteProbe { question in
            Call(target: "/scaling-groups?group=\(question.group)", needle: try await question.scalingGroup())
        },
        "GET /scaling-groups/:name/wsproxy-version": RouteProbe { question in
            Call(
                target:
                    "/scaling-groups/\(try await question.scalingGroup())/wsproxy-version?group=\(question.group)")
        },
        "GET /scheduler/overview": fixed("/scheduler/overview"),
        "GET /resource/presets": fixed("/resource/presets"),
        "POST /resource/check-presets": RouteProbe { question in
            Call(target: "/resource/check-presets", body: #"{"group":"\#(question.group)"}"#)
        },
        "POST /resource/recalculate-usage": fixed("/resource/recalculate-usage", "{}"),
        "GET /resource/usage/month": fixed("/resource/usage/month?month=202601"),
        "GET /resource/usage/period": fixed("/resource/usage/period?start_date=20260101&end_date=20260102"),
        "GET /resource/stats/user/month": fixed("/resource/stats/user/month"),
        "GET /resource/stats/admin/month": fixed("/resource/stats/admin/month"),
    ]

    private static func creation(_ path: String, _ template: SessionTemplate.Kind? = nil) -> RouteProbe {
        RouteProbe(allowed: [201]) { question in
            let owner = question.owner
            var members = [
                #""name":"n\#(KernelID.random().rawValue.prefix(8))""#, #""enqueueOnly":true"#,
                #""domain":"\#(owner.domain)","group":"\#(owner.groupName)""#,
            ]
            if !question.isOwn { members.append(#""owner_access_key":"\#(owner.accessKey)""#) }
            if let template {
                members.append(#""template_id":"\#(try await question.template(template))""#)
            } else {
                members.append(#""image":"python""#)
            }
            return Call(target: path, body: "{\(members.joined(separator: ","))}")
        }
    }

    /// Sessions that wait: what only a running one can do is declined by 400, after who asks was found to be allowed.
    private static let sessions: [String: RouteProbe] = [
        "POST /session": creation("/session"),
        "POST /session/_/create": creation("/session/_/create"),
        "POST /session/_/create-from-template": creation("/session/_/create-from-template", .task),
        "POST /session/_/create-cluster": creation("/session/_/create-cluster", .cluster),
        "GET /session/_/match": fixed("/session/_/match?id=f"),
        // There is no folder of logs, for nobody.
        "GET /session/_/logs": fixed("/session/_/logs?kernel_id=\(KernelID.random())", nil, [404]),
        "GET /session/:id": session("/session/:id"),
        "DELETE /session/:id": session("/session/:id"),
        "POST /session/:id": session("/session/:id", [400], #"{"mode":"query","code":"1"}"#),
        "PATCH /session/:id": session("/session/:id", [400]),
        "POST /session/:id/interrupt": session("/session/:id/interrupt", [400], "{}"),
        "POST /session/:id/complete": session("/session/:id/complete", [400], #"{"code":"x"}"#),
        "POST /session/:id/rename": session("/session/:id/rename", [400], nil, "name=other"),
        "POST /session/:id/commit": session("/session/:id/commit", [400], "{}"),
        "POST /session/:id/start-service": session("/session/:id/start-service", [503], #"{"app":"ttyd"}"#),
        "POST /session/:id/shutdown-service": session(
            "/session/:id/shutdown-service", [400], #"{"service_name":"ttyd"}"#),
        "GET /session/:id/logs": session("/session/:id/logs"),
        "GET /session/:id/waiting": session("/session/:id/waiting"),
        "GET /session/:id/abusing-report": session("/session/:id/abusing-report"),
        "GET /session/:id/dependency-graph": session("/session/:id/dependency-graph"),
        "GET /session/:id/direct-access-info": session("/session/:id/direct-access-info"),
        "GET /session/:id/commit": session("/session/:id/commit"),
        "GET /session/:id/status-history": session("/session/:id/status-history"),
        "PUT /session/:id/idle-exemption": session("/session/:id/idle-exemption", [204], #"{"exempt":true}"#),
        "POST /session/:id/upload": session("/session/:id/upload", [400], "{}"),
        "GET /session/:id/download": session("/session/:id/download", [400], nil, "files=a"),
        "GET /session/:id/download_single": session("/session/:id/download_single", [400], nil, "file=a"),
        "GET /session/:id/files": session("/session/:id/files", [400], nil, "path=."),
        // By an address that nobody was given.
        "GET /session/:id/output": fixed("/session/x/output?file=a&expires=1&signature=0", nil, [401]),
    ]

    private static let streams: [String: RouteProbe] = [
        "GET /stream/session/:id/execute": session("/stream/session/:id/execute", [400], kind: .webSocket),
        "GET /stream/session/:id/channel": session("/stream/session/:id/channel", [400], kind: .webSocket),
        "GET /stream/session/:id/pty": session("/stream/session/:id/pty", [400], kind: .webSocket),
        "GET /stream/session/:id/tcpproxy": session(
            "/stream/session/:id/tcpproxy", [400], nil, "app=ttyd", kind: .webSocket),
        "GET /stream/session/:id/httpproxy": session(
            "/stream/session/:id/httpproxy", [400], nil, "app=ttyd", kind: .webSocket),
        "GET /stream/session/:id/apps": session("/stream/session/:id/apps"),
        "GET /events/session": RouteProbe(kind: .events) { question in
            Call(target: "/events/session" + (question.isOwn ? "" : "?ownerAccessKey=\(question.owner.accessKey)"))
        },
        "GET /events/background-task": RouteProbe(kind: .events) { question in
            Call(target: "/events/background-task?task_id=\(try await question.backgroundTask())")
        },
    ]

    private static let templates: [String: RouteProbe] = [SessionTemplate.Kind.task, .cluster].reduce(into: [:]) {
        probes, kind in
        let path = kind == .task ? "/template/session" : "/template/cluster"
        probes["POST \(path)"] = RouteProbe { question in
            let owner = question.isOwn ? "" : #","owner_access_key":"\#(question.owner.accessKey)""#
            let place = #""domain":"\#(question.owner.domain)","group":"\#(question.owner.groupName)""#
            return Call(target: path, body: #"{"payload":\#(try await question.payload(kind)),\#(place)\#(owner)}"#)
        }
        probes["GET \(path)"] = RouteProbe { question in
            Call(target: path, needle: try await question.template(kind))
        }
        probes["GET \(path)/:id"] = RouteProbe { question in
            // What does not exist is an empty object.
            Call(target: "\(path)/\(try await question.template(kind))", needle: "domain_name")
        }
        probes["PUT \(path)/:id"] = RouteProbe { question in
            let body = #"{"payload":\#(try await question.payload(kind))}"#
            return Call(target: "\(path)/\(try await question.template(kind))", body: body)
        }
        probes["DELETE \(path)/:id"] = RouteProbe { question in
            Call(target: "\(path)/\(try await question.template(kind))")
        }
    }

    private static let dotfiles: [String: RouteProbe] = {
        var probes: [String: RouteProbe] = [
            "GET /user-config/bootstrap-script": fixed("/user-config/bootstrap-script"),
            "POST /user-config/bootstrap-script": fixed("/user-config/bootstrap-script", #"{"script":"true"}"#),
        ]
        let kinds: [(String, Entity, @Sendable (RoleQuestion) -> [(String, String)])] = [
            (
                "/user-config/dotfiles", .userDotfile,
                { $0.isOwn ? [] : [("owner_access_key", $0.owner.accessKey.rawValue)] }
            ),
            ("/group-config/dotfiles", .groupDotfile, { [("group", $0.group)] }),
            ("/domain-config/dotfiles", .domainDotfile, { [("domain", $0.owner.domain)] }),
        ]
        for (path, entity, place) in kinds {
            for method in ["POST", "PATCH"] {
                probes["\(method) \(path)"] = RouteProbe { question in
                    let file = method == "POST" ? ".new-\(question.asker.role)" : try await question.dotfile(entity)
                    let members = [("path", file), ("data", "d"), ("permission", "644")] + place(question)
                    let body = JSONValue.object(members.map { .init($0.0, .string($0.1)) })
                    return Call(target: path, body: body.encodedText)
                }
            }
            for method in ["GET", "DELETE"] {
                probes["\(method) \(path)"] = RouteProbe { question in
                    let file = try await question.dotfile(entity)
                    let query = ([("path", file)] + place(question)).map { "\($0.0)=\($0.1)" }
                    return Call(target: "\(path)?\(query.joined(separator: "&"))")
                }
            }
        }
        return probes
    }()
}
