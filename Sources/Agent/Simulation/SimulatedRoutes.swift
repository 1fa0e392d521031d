import Core
import Hummingbird
import WebServer

/// What managers ask a simulated agent; code cannot be run in its kernels.
struct SimulatedRoutes: WebSocketRouting {
    let kernels: SimulatedKernels
    let node: NodeReport

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: AgentProblemMiddleware())
        router.get("node") { [node] _, _ in try AgentRoutes.json(node) }
        router.post("images/rescan") { [node] _, _ in try AgentRoutes.json(node.images) }
        router.get("usage") { _, _ in
            try AgentRoutes.json(
                NodeUsage(
                    processors: [], memoryUsed: 0, memorySize: 0, processorModel: "simulated",
                    kernelRelease: "simulated")
            )
        }
        router.get("kernels") { [kernels] _, _ in try AgentRoutes.json(await kernels.all) }
        router.get("kernels/:id") { [kernels] _, context in
            try AgentRoutes.json(try await kernels.report(of: try AgentRoutes.kernel(context)))
        }
        router.put("kernels/:id") { [kernels] request, context in
            let spec: KernelSpec = try await AgentRoutes.body(of: request)
            guard spec.kernel == (try AgentRoutes.kernel(context)) else {
                throw AgentProblem(code: "invalid-request", message: "the body describes another kernel")
            }
            return try AgentRoutes.json(await kernels.start(spec))
        }
        router.delete("kernels/:id") { [kernels] request, context in
            let order: StopOrder = try await AgentRoutes.body(of: request)
            return try AgentRoutes.json(
                try await kernels.stop(try AgentRoutes.kernel(context), reason: order.reason))
        }
        router.post("kernels/:id/restart") { [kernels] request, context in
            let order: RestartOrder = try await AgentRoutes.body(of: request)
            return try AgentRoutes.json(try await kernels.restart(try AgentRoutes.kernel(context), order))
        }
        router.get("kernels/:id/logs") { _, _ in Response(status: .ok) }
        router.get("events") { [kernels] request, _ in await AgentRoutes.follow(kernels.events, request) }
        return router
    }

    func respond(to upgrade: WebSocketUpgrade) async -> WebSocketDecision {
        let problem = AgentProblem(code: "not-running", message: "a simulated kernel runs no code")
        return .refuse(
            status: AgentProblemMiddleware.status(of: problem), headers: [.contentType: "application/json"],
            body: (try? JSONValue(encoding: problem).encoded) ?? [])
    }
}
