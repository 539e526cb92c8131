"""Public names of torch that no node calls, and why: what the catalogue does not hold on purpose."""

from __future__ import annotations

_REASONS = {
    "sets or tells how torch works as a whole: a setting of a run, no step of a network": """
        are_deterministic_algorithms_enabled autocast_decrement_nesting autocast_increment_nesting
        clear_autocast_cache compiled_with_cxx11_abi cudnn_is_acceptable get_autocast_cpu_dtype get_autocast_dtype
        get_autocast_gpu_dtype get_autocast_ipu_dtype get_autocast_xla_dtype get_default_device get_default_dtype
        get_deterministic_debug_mode get_device_module get_file_path get_float32_matmul_precision
        get_num_interop_threads get_num_threads get_rng_state init_num_threads initial_seed
        is_anomaly_check_nan_enabled is_anomaly_enabled is_autocast_cache_enabled is_autocast_cpu_enabled
        is_autocast_enabled is_autocast_ipu_enabled is_autocast_xla_enabled
        is_deterministic_algorithms_warn_only_enabled is_grad_enabled is_inference_mode_enabled is_vulkan_available
        is_warn_always_enabled manual_seed profiler_allow_cudagraph_cupti_lazy_reinit_cuda12
        prepare_multiprocessing_environment seed set_anomaly_enabled set_autocast_cache_enabled
        set_autocast_cpu_dtype set_autocast_cpu_enabled set_autocast_dtype set_autocast_enabled set_autocast_gpu_dtype
        set_autocast_ipu_dtype set_autocast_ipu_enabled set_autocast_xla_dtype set_autocast_xla_enabled
        set_default_device set_default_dtype set_default_tensor_type set_deterministic_debug_mode
        set_float32_matmul_precision set_flush_denormal set_num_interop_threads set_num_threads set_printoptions
        set_rng_state set_warn_always thread_safe_generator use_deterministic_algorithms typename is_distributed""",
    "reads or writes files or foreign memory: data sources, Save and Export do that": """
        load save from_file from_numpy frombuffer from_dlpack to_dlpack import_ir_module
        import_ir_module_from_buffer""",
    "takes or gives Python functions or types, which no wire carries: a code node calls it": """
        compile cond vmap while_loop fork wait classproperty parse_ir parse_schema parse_type_comment
        merge_type_from_type_comment unify_type_list can_cast promote_types is_storage is_tensor sym_constrain_range
        sym_constrain_range_for_size sym_fresh_size sym_float sym_int sym_ite sym_max sym_min sym_not sym_sum sym_sqrt
        register_hook register_post_accumulate_grad_hook apply_ map_ map2_ as_subclass module_load has_names
        boolean_dispatch assert_int_or_pair handle_torch_function has_torch_function has_torch_function_unary
        has_torch_function_variadic bind copy_method_params""",
    "was taken out of torch, and only says so": "eig lstsq matrix_rank solve symeig reinforce new resize",
    "is an old name of another": "chain_matmul upsample upsample_bilinear upsample_nearest",
    "works on sizes or on other devices alone": "broadcast_shapes ipu mtia xpu pin_memory record_stream",
}

NO_OPERATIONS = {name: reason for reason, names in _REASONS.items() for name in names.split()}
"""The reason by name. `torch.linalg` has operations of its own under some of these names."""
