1; % a script, although a function comes first
function y = inner(x)
  unwind_protect
    y = x * undefined_factor;
  unwind_protect_cleanup
    printf("cleaned up after %d\n", x);
  end_unwind_protect
end
disp([1 2; 3 4] * [1; 1])
try
  [1 2 3] * [4 5 6]
catch e
  disp(e.message)
end
inner(7);
disp("never printed")
