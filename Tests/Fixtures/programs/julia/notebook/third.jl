using Printf
@printf("%d %.3f %s\n", increase!(counter).n, sum(numbers) / length(numbers), join(sort(numbers), '<'))
println(@isdefined(square), " ", @isdefined(nothing_of_the_kind))
